// The control endpoint of the simulator, as the page uses it.

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

class Silent extends Error {}

async function ask(path, options) {
  const response = await fetch(path, options).catch((error) => {
    throw new Silent(error.message);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? response.statusText);
  return answer;
}

export const get = (path) => ask(path, { cache: 'no-store' });

export const post = (path, body = {}) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const upload = (path, fields) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return ask(path, { method: 'POST', body });
};

// Runs `task` again `pause` milliseconds after it ended. The function returned runs it at once.
// `lost(true|false)` tells whether the simulator answers.
export function repeat(task, pause, lost) {
  let timer = 0;
  let running = false;
  let again = false;

  async function run() {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await task();
      lost(false);
    } catch (error) {
      lost(error instanceof Silent);
      if (!(error instanceof Silent)) console.error(error);
    }
    running = false;
    timer = setTimeout(run, again ? 0 : pause);
    again = false;
  }

  run();
  return run;
}
