import Testing

/// What people do in the browser, in a real one. One after the other: a browser is much for a small machine.
@Suite(.serialized, .enabled(if: Chromium.isPresent, Chromium.absence))
enum BrowserTests {}
