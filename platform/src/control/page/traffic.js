
// Requests and notifications.

const REQUESTS_SHOWN = 200;

const requests = new Map();
let paused = false;

function receiveRequests({ first, rows }) {
  for (const id of requests.keys()) if (first === null || id < first) requests.delete(id);
  for (const row of rows) requests.set(row.id, row);
  if (!paused) showRequests();
}

const operationOf = (request) => request.operation ?? `${request.method} ${request.path}`;

function statusOf(request) {
  if (!request.done) return '…';
  return request.status === null ? 'no response' : String(request.status);
}

function showRequests() {
  const wanted = $('request-filter').value.trim().toLowerCase();
  const text = (row) => `${operationOf(row)} ${row.app ?? ''} ${statusOf(row)} #${row.connection} ${row.path}`.toLowerCase();
  const rows = [...requests.values()].filter((row) => text(row).includes(wanted));
  rows.sort((one, other) => other.id - one.id);
  $('no-requests').hidden = rows.length > 0;
  setText($('no-requests'), requests.size > 0 ? 'No request contains this text.' : 'No requests yet.');
  showList($('requests'), rows.slice(0, REQUESTS_SHOWN), (row) => row.id, createRequest, updateRequest);
}

function createRequest(row) {
  return make('tr', {},
    make('td', { class: 'mono' }, timeOfDay(row.at)),
    make('td', {}, row.app ?? ''),
    make('td', {}, make('button', { type: 'button', click: () => openRequest(row.id) }, operationOf(row))),
    make('td'),
    make('td', { class: 'number' }),
    make('td', { class: 'number' }, `#${row.connection}`));
}

function updateRequest(element, row) {
  const [, , , status, took] = element.children;
  const isGood = row.status !== null && row.status < 400;
  status.className = !row.done ? 'wait' : isGood ? 'success' : 'fail';
  setText(status, statusOf(row));
  setText(took, row.took === null ? '' : row.took.toFixed(1));
}

/** Opens a dialog of titles and texts. */
function openDetail(title, parts) {
  $('detail-title').textContent = title;
  const shown = parts.filter(([, text]) => text !== null && text !== '');
  $('detail-body').replaceChildren(...shown.flatMap(([name, text]) => [make('h3', {}, name), make('pre', { tabindex: '0' }, text)]));
  $('detail').showModal();
}

async function openRequest(id) {
  const request = await call('GET', `/requests/${id}`);
  if (!request) return;
  const headers = (side) => side?.headers.map(([name, value]) => `${name}: ${value}`).join('\n') ?? '';
  const response = request.response;
  const missing = request.done && request.status !== null ? 'is too old to be kept' : request.done ? 'none' : 'not yet';
  const cut = response && response.length > 65536 ? `\n… ${response.length.toLocaleString('en')} bytes in total` : '';
  const certificate = request.clientCertificate ?? 'none';
  openDetail(operationOf(request), [
    ['Request', `${request.method} ${request.target}`],
    ['Connection', `#${request.connection}, ${request.tls}${request.resumed ? ', session resumed' : ''}, client certificate: ${certificate}`],
    ['Request headers', headers(request.request)],
    ['Request body', pretty(request.request.body)],
    ['Response', response ? `${request.status} after ${request.took.toFixed(1)} ms` : missing],
    ['Response headers', headers(response)],
    ['Response body', response ? pretty(response.body) + cut : ''],
  ]);
}

function outcomeOf(push) {
  const attempts = push.attempts > 1 ? ` at attempt ${push.attempts}` : '';
  if (push.error !== null) return `${push.error}${push.done ? '' : ', trying again'}`;
  if (push.status === null) return 'sending';
  return `${push.status}${attempts}${push.done ? '' : ', trying again'}`;
}

function showPushes(pushes) {
  const rows = [...pushes].reverse();
  $('no-pushes').hidden = rows.length > 0;
  const create = (push) => make('li', {}, make('button', { type: 'button', click: () => openPush(push.id) },
    make('strong', {}, push.notifyType || 'command callback'), ' ', make('span'), make('div', { class: 'small' }, push.url)));
  showList($('pushes'), rows, (push) => push.id, create, (item, push) => {
    item.push = push;
    const outcome = item.querySelector('span');
    const taken = push.status !== null && push.status < 300;
    outcome.className = `badge ${taken ? 'success' : push.done ? 'fail' : 'wait'}`;
    setText(outcome, outcomeOf(push));
  });
}

function openPush(id) {
  const push = $('pushes').known.get(id)?.push;
  if (!push) return;
  openDetail(push.notifyType || 'command callback', [
    ['Application', push.app], ['To', push.url], ['Receiver', outcomeOf(push)], ['Body', pretty(push.body)],
  ]);
}

$('request-filter').addEventListener('input', showRequests);
$('request-tools').addEventListener('submit', (event) => event.preventDefault());
$('clear-requests').addEventListener('click', () => call('DELETE', '/requests'));
$('pause').addEventListener('click', () => {
  paused = !paused;
  $('pause').setAttribute('aria-pressed', String(paused));
  if (!paused) showRequests();
});
