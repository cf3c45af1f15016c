// @ts-check
// What members get on top of pages that work without it. Each import defines one custom element.
import "./local-time.js";
import "./confirm-button.js";
import "./quote-button.js";
import "./post-composer.js";
