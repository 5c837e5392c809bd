import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit').Config} */
const config = {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ out: 'build' }),
    // Nothing is fetched from elsewhere at run time; Kit adds the hash or nonce of its own inline script.
    csp: {
      mode: 'auto',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        // Svelte writes style attributes for measured sizes; no style sheet may come from elsewhere.
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['self'],
        'frame-ancestors': ['none'],
      },
    },
    // A wall display that never navigates must still learn of a new build.
    version: { pollInterval: 60_000 },
  },
};

export default config;
