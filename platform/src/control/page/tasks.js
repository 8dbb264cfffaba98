
// Upgrade tasks, and the subtasks of one of them.

const STATUSES = [
  ['success', 'succeeded'], ['fail', 'failed'], ['stop', 'stopped'], ['processing', 'running'], ['wait', 'waiting'],
];
const STATUS_WORDS = Object.fromEntries(STATUSES);
const TASK_WORDS = { wait: 'waiting', processing: 'running', failed: 'ended, some failed', success: 'succeeded', stop: 'ended, some stopped' };
const TASK_CLASSES = { failed: 'fail' };
const PAGE_SIZE = 10;
/** Shortest time between two reads of the subtasks, in milliseconds. */
const READ_INTERVAL = 700;

let tasks = [];
let chosen = null;
let filter = { status: '', cause: '' };
let page = 0;
let pages = 1;

function showTasks(latest) {
  tasks = latest;
  $('no-tasks').hidden = tasks.length > 0;
  const known = tasks.some((task) => task.operationId === chosen);
  showList($('tasks'), tasks, (task) => task.operationId, createTask, updateTask);
  if (known) showChosen();
  else if (tasks.length > 0) choose(tasks[0].operationId);
  else { chosen = null; $('task').hidden = true; }
}

function createTask(task) {
  const bar = make('div', { class: 'bar', role: 'img' });
  const counts = make('div', { class: 'counts' });
  for (const [status, word] of STATUSES) {
    bar.append(make('span', { class: status }));
    counts.append(make('span', {}, make('i', { class: `key ${status}` }), make('b'), ` ${word}`));
  }
  const kind = task.operateType === 'software_upgrade' ? 'Software' : 'Firmware';
  const head = make('span', { class: 'task-head' },
    make('strong', {}, `${kind} ${task.extendPara.fileVersion}, ${count(task.staResult.total, 'device')}`),
    make('span', { class: 'badge' }));
  const names = make('span', { class: 'task-head small' }, make('code', {}, task.operationId), make('span', {}, task.app), make('span', { class: 'took' }));
  const button = make('button', { type: 'button', class: 'task', click: () => choose(task.operationId) }, head, bar, counts, names);
  return make('li', {}, button);
}

function updateTask(item, task) {
  const button = item.firstElementChild;
  const totals = task.staResult;
  const part = (status) => (totals.total > 0 ? totals[status] / totals.total : 0);
  button.setAttribute('aria-pressed', String(task.operationId === chosen));
  const badge = button.querySelector('.badge');
  setText(badge, TASK_WORDS[task.status] ?? task.status);
  badge.className = `badge ${TASK_CLASSES[task.status] ?? task.status}`;
  setText(button.querySelector('.took'), task.stopTime ? `took ${duration(secondsBetween(task.createTime, task.stopTime))}` : `since ${readable(task.createTime).slice(11)}`);
  const bar = button.querySelector('.bar');
  const words = STATUSES.map(([status, word]) => `${totals[status]} ${word}`).join(', ');
  bar.setAttribute('aria-label', `${words} of ${totals.total}`);
  const segments = bar.children;
  const numbers = button.querySelectorAll('.counts b');
  STATUSES.forEach(([status], index) => {
    segments[index].style.width = status === 'wait' ? '' : `${part(status) * 100}%`;
    setText(numbers[index], totals[status].toLocaleString('en'));
  });
}

function choose(id) {
  chosen = id;
  filter = { status: '', cause: '' };
  page = 0;
  showList($('tasks'), tasks, (task) => task.operationId, createTask, updateTask);
  showChosen();
}

/** The counts for which the subtasks were read last. */
let shownCounts = '';

function showChosen() {
  const task = tasks.find((other) => other.operationId === chosen);
  if (!task) return;
  $('task').hidden = false;
  setText($('task-id'), task.operationId);
  showCauses(task);
  showFilters(task);
  const counts = JSON.stringify([chosen, task.staResult, filter, page]);
  if (counts !== shownCounts) {
    shownCounts = counts;
    readSubtasks();
  }
}

function showCauses(task) {
  $('causes-panel').hidden = task.causes.length === 0;
  const most = Math.max(1, ...task.causes.map(([, devices]) => devices));
  const create = ([cause]) => make('li', {}, make('button', { type: 'button', class: 'cause', click: () => select('', cause) },
    make('span', {}, cause), make('b'), make('span', { class: 'bar' }, make('span', { class: 'fail' }))));
  showList($('causes'), task.causes, ([cause]) => cause, create, (item, [cause, devices]) => {
    item.firstElementChild.setAttribute('aria-pressed', String(filter.cause === cause));
    setText(item.querySelector('b'), devices.toLocaleString('en'));
    item.querySelector('.bar span').style.width = `${(devices / most) * 100}%`;
  });
}

function showFilters(task) {
  const rows = [['', 'All', task.staResult.total], ...STATUSES.map(([status, word]) => [status, word, task.staResult[status]])];
  const create = ([status]) => make('button', { type: 'button', 'data-status': status, click: () => select(status, '') });
  showList($('filters'), rows, ([status]) => status, create, (button, [status, word, devices]) => {
    button.setAttribute('aria-pressed', String(filter.cause === '' && filter.status === status));
    setText(button, `${word} ${devices.toLocaleString('en')}`);
  });
  $('cause-filter').hidden = filter.cause === '';
  setText($('cause-filter').firstElementChild, `Only “${filter.cause}”`);
}

function select(status, cause) {
  filter = { status, cause };
  goTo(0);
}

function goTo(number) {
  page = Math.max(0, Math.min(number, pages - 1));
  if (number === 0) page = 0;
  showChosen();
}

let reading = false;
let readAgain = false;

/** Reads the page of subtasks. While one read is running, the next one waits. */
async function readSubtasks() {
  readAgain = true;
  if (reading) return;
  reading = true;
  while (readAgain) {
    readAgain = false;
    const query = new URLSearchParams({ pageNo: page, pageSize: PAGE_SIZE, subOperationStatus: filter.status, cause: filter.cause });
    const asked = [chosen, page, filter];
    const rows = await call('GET', `/tasks/${encodeURIComponent(chosen)}/subtasks?${query}`);
    const same = asked[0] === chosen && asked[1] === page && asked[2] === filter;
    if (rows && same) showSubtasks(rows);
    if (same) await new Promise((resolve) => { setTimeout(resolve, READ_INTERVAL); });
  }
  reading = false;
}

function showSubtasks({ data, totalCount }) {
  pages = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  if (page >= pages) {
    goTo(pages - 1);
    return;
  }
  const create = () => make('tr', {}, ...Array.from({ length: 5 }, () => make('td')));
  showList($('subtasks'), data, (row) => row.subOperationId, create, (row, subtask) => {
    const [device, status, cause, started, ended] = row.children;
    device.className = 'mono';
    setText(device, subtask.deviceId);
    status.className = subtask.status;
    setText(status, STATUS_WORDS[subtask.status] ?? subtask.status);
    setText(cause, subtask.detailInfo ?? subtask.extendInfo?.curVersion ?? '');
    setText(started, readable(subtask.startTime).slice(11));
    setText(ended, readable(subtask.stopTime).slice(11));
  });
  setText($('page-number'), `Page ${page + 1} of ${pages.toLocaleString('en')}, ${count(totalCount, 'device')}`);
  $('page-first').disabled = $('page-previous').disabled = page === 0;
  $('page-last').disabled = $('page-next').disabled = page + 1 >= pages;
}

$('cause-filter').querySelector('button').addEventListener('click', () => select('', ''));
$('page-first').addEventListener('click', () => goTo(0));
$('page-previous').addEventListener('click', () => goTo(page - 1));
$('page-next').addEventListener('click', () => goTo(page + 1));
$('page-last').addEventListener('click', () => goTo(pages - 1));
$('new-task').addEventListener('submit', async (event) => {
  event.preventDefault();
  const task = await call('POST', '/tasks', { devices: Number($('new-devices').value) });
  if (task) chosen = task.operationId;
});
