// @ts-check
import { settle, tidy } from "./lib/draft.js";

// Once on every page, with or without a composer: what became of the form sent from the last one?
const arrival = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0]);
// A text that stands in a form again, or on a page of refusal, was not taken.
const written = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("post-composer textarea"));
const isRefused = Boolean(written?.value || document.querySelector(".error-page, .errors, .given-back"));
settle(localStorage, sessionStorage, Date.now(), arrival?.type === "navigate" && !isRefused);
tidy(localStorage, Date.now());
