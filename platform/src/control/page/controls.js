
// Clock, quota, tokens, faults and pushes, and the events that keep the page up to date.

const SPEEDS = [[0, 'Stop'], [1, '1×'], [10, '10×'], [60, '60×'], [300, '300×']];

const FAULTS = [
  ['503', { kind: 'status', status: 503 }],
  ['Quota used up', { kind: 'error', status: 403, code: '1010009', desc: 'app throttle exceed', shape: 'result' }],
  ['Token refused', { kind: 'error', status: 403, code: '1010005', desc: 'Invalid access token or appId.', shape: 'result' }],
  ['Internal error', { kind: 'error', status: 500, code: '100001', desc: 'Internal server error.' }],
  ['2 s late', { kind: 'latency', ms: 2000 }],
  ['Slow body', { kind: 'slow', bytes: 20, ms: 100 }],
  ['Reset', { kind: 'reset' }],
  ['Response lost', { kind: 'reset', when: 'after' }],
  ['Closed', { kind: 'close' }],
  ['Half of the JSON', { kind: 'badJson' }],
  ['Not HTTP', { kind: 'garbage' }],
  ['No TLS', { kind: 'handshake', parts: [], end: 'close' }],
];

let operations = [];

function greet(platform) {
  setText($('address'), platform.address);
  operations = platform.operations;
  const options = [...operations].sort((one, other) => one.name.localeCompare(other.name));
  $('fault-operation').replaceChildren(make('option', { value: '' }, 'any call'),
    ...options.map((operation) => make('option', {}, operation.name)));
  $('push-type').replaceChildren(...platform.notifyTypes.map((kind) => make('option', {}, kind)));
  requests.clear();
  showRequests();
  showPushes([]);
}

function showOverview({ clock, settings, stats, apps }) {
  setText($('clock'), `${readable(clock.now)} UTC`);
  $('clock').setAttribute('datetime', readable(clock.now).replace(' ', 'T') + 'Z');
  showList($('speeds'), SPEEDS, ([speed]) => speed, ([speed, name]) => make('button', {
    type: 'button', 'data-speed': speed, title: speed === 0 ? 'Stops the simulated clock' : `${count(speed, 'simulated second')} per second`,
    click: () => call('PUT', '/settings', { speed }),
  }, name), (button, [speed]) => button.setAttribute('aria-pressed', String(speed === settings.speed)));
  if (!SPEEDS.some(([speed]) => speed === settings.speed)) SPEEDS.push([settings.speed, `${settings.speed}×`]);
  showList($('apps'), apps, (app) => app.id, createApp, (item, app) => updateApp(item, app, settings));
  setText($('stats'), `${count(stats.requests, 'request')}, ${count(stats.connections, 'connection')} (${stats.openConnections} open), `
    + `${count(stats.logins, 'login')}, ${count(stats.throttled, 'throttled call')}, ${count(stats.rejectedTokens, 'rejected token')}, `
    + `${count(stats.handshakeFailures, 'failed handshake')}`);
}

function createApp(app) {
  return make('li', { class: 'app' },
    make('div', { class: 'title' }, make('strong', {}, app.id), make('span', { class: 'small' })),
    make('div', { class: 'gauge', role: 'meter', 'aria-valuemin': '0', 'aria-label': `Quota of ${app.id}` }, make('span')),
    make('div', { class: 'title' }, make('span', { class: 'small' }),
      make('button', { type: 'button', 'aria-label': `End the token of ${app.id}`, click: () => endToken(app.id) }, 'End this token')));
}

function updateApp(item, app, { quota, quotaWindowMs }) {
  const [name, gauge, token] = item.children;
  const part = quota > 0 ? Math.min(1, app.used / quota) : 0;
  setText(name.lastElementChild, quota > 0 ? `${app.used} of ${quota} calls in ${duration(quotaWindowMs / 1000)}` : 'no quota');
  gauge.setAttribute('aria-valuemax', String(quota));
  gauge.setAttribute('aria-valuenow', String(app.used));
  gauge.className = `gauge ${part >= 1 ? 'full' : part >= 0.75 ? 'warm' : ''}`;
  gauge.firstElementChild.style.width = `${part * 100}%`;
  setText(token.firstElementChild, app.tokenSeconds === null ? 'no valid token' : `token: ${duration(app.tokenSeconds)} left`);
  token.lastElementChild.disabled = app.tokenSeconds === null;
}

async function endToken(app) {
  if (await call('POST', '/tokens/drop', { app })) say(`The token of ${app} is no longer valid.`);
}

async function breakCalls(name, fault) {
  const operation = operations.find((other) => other.name === $('fault-operation').value);
  const match = operation ? { method: operation.method, path: `${operation.path}$` } : {};
  const rule = { match: fault.kind === 'handshake' ? {} : match, times: Number($('fault-times').value), fault };
  if (await call('POST', '/faults', rule)) say(`Fault “${name}” is set.`);
}

function describe({ match, skip, times, fault }) {
  const known = FAULTS.find(([, other]) => Object.entries(other).every(([name, value]) => JSON.stringify(fault[name]) === JSON.stringify(value)));
  const operation = operations.find((other) => other.method === match.method && `${other.path}$` === match.path);
  const calls = operation?.name ?? [match.method, match.path].filter(Boolean).join(' ');
  const often = times === 0 ? 'until removed' : times === 1 ? 'once' : `${times} times`;
  return [known?.[0] ?? fault.kind, calls || (fault.kind === 'handshake' ? 'next connection' : 'any call'), often, skip > 0 ? `after ${skip}` : ''].filter(Boolean).join(', ');
}

function showFaults(rules) {
  $('faults').replaceChildren(...rules.map((rule) => make('li', {}, describe(rule))));
  $('clear-faults').hidden = rules.length === 0;
}

function connect() {
  const events = new EventSource('/events');
  const badge = (text, kind) => {
    setText($('connection'), text);
    $('connection').className = `badge ${kind}`;
  };
  const on = (name, show) => events.addEventListener(name, (event) => show(JSON.parse(event.data)));
  events.addEventListener('open', () => badge('live', 'success'));
  events.addEventListener('error', () => {
    const ended = events.readyState === EventSource.CLOSED;
    badge(ended ? 'refused; reload the page' : 'disconnected, trying again', 'fail');
  });
  on('hello', greet);
  on('overview', showOverview);
  on('tasks', showTasks);
  on('faults', showFaults);
  on('requests', receiveRequests);
  on('pushes', showPushes);
}

$('fault-buttons').append(...FAULTS.map(([name, fault]) => make('button', { type: 'button', click: () => breakCalls(name, fault) }, name)));
$('clear-faults').addEventListener('click', () => call('DELETE', '/faults'));
$('skip-time').addEventListener('click', () => call('POST', '/clock', { advance: 600 }));
$('push').addEventListener('submit', async (event) => {
  event.preventDefault();
  const url = $('push-url').value.trim();
  const result = await call('POST', '/push', { notifyType: $('push-type').value, ...(url && { url }) });
  if (result) say(result.pushed.length > 0 ? `${count(result.pushed.length, 'notification')} sent.` : 'Nobody subscribes to this type; give an address.');
});
connect();
