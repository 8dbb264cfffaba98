
'use strict';

// Elements, text and calls. Text from devices and requests is only ever set as text,
// never parsed as HTML.

const $ = (id) => document.getElementById(id);

/** Creates an element. Functions become listeners, other values attributes. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * Shows a list. Elements of known rows are kept, so that the focus and the scroll
 * position survive a change.
 */
function showList(parent, rows, key, create, update) {
  const known = parent.known ?? new Map();
  parent.known = new Map();
  let place = parent.firstElementChild;
  for (const row of rows) {
    const element = known.get(key(row)) ?? create(row);
    known.delete(key(row));
    parent.known.set(key(row), element);
    update?.(element, row);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of known.values()) element.remove();
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Formats a timestamp of the interface, such as 20260102T030405Z. */
function readable(stamp) {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp ?? '');
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]} ${parts[4]}:${parts[5]}:${parts[6]}` : '';
}

/** Returns the seconds between two timestamps of the interface. */
function secondsBetween(from, to) {
  const time = (stamp) => Date.parse(`${readable(stamp).replace(' ', 'T')}Z`);
  return (time(to) - time(from)) / 1000;
}

/** Formats real milliseconds since 1970 as the time of day. */
function timeOfDay(millis) {
  const at = new Date(millis);
  const two = (number) => String(number).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function duration(seconds) {
  const parts = seconds < 60 ? [[Math.round(seconds), 's']]
    : seconds < 3600 ? [[Math.floor(seconds / 60), 'min'], [Math.floor(seconds % 60), 's']]
    : [[Math.floor(seconds / 3600), 'h'], [Math.floor(seconds / 60) % 60, 'min']];
  return parts.filter(([number], index) => index === 0 || number > 0).map((part) => part.join(' ')).join(' ');
}

const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

let hideMessage;

function say(text, isProblem = false) {
  const message = $('message');
  message.textContent = text;
  message.classList.toggle('problem', isProblem);
  message.hidden = false;
  clearTimeout(hideMessage);
  hideMessage = setTimeout(() => { message.hidden = true; }, isProblem ? 8000 : 4000);
}

/** Calls the control interface. Returns null, and says why, if the call fails. */
async function call(method, path, body) {
  try {
    const response = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const result = await response.json();
    if (response.ok) return result;
    say(result.error ?? result.error_desc ?? `status ${response.status}`, true);
  } catch {
    say('The platform does not respond.', true);
  }
  return null;
}

/** Formats a body: JSON with line breaks, everything else as it is. */
function pretty(body) {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}
