// @ts-check
// What members get on top of pages that work without it. Each import defines one custom element;
// the first asks what became of the form that was sent from the last page.
import "./arrival.js";
import "./local-time.js";
import "./confirm-button.js";
import "./quote-button.js";
import "./post-composer.js";
import "./similar-topics.js";
import "./unread-bell.js";
import "./keep-offline-page.js";
