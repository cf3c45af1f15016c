// @ts-check
// <local-time><time datetime="2017-11-09T20:42:43Z">2017-11-09 20:42:43</time></local-time>
// The text stays as the board wrote it; pointing at it tells how long ago that was.
import { ago } from "./lib/ago.js";

customElements.define("local-time", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerenter", this);
    this.addEventListener("focusin", this);
  }

  handleEvent() {
    const time = this.querySelector("time");
    if (time) time.title = ago(new Date(time.dateTime), new Date(), document.documentElement.lang);
  }
});
