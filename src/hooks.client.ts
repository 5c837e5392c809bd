import type { HandleClientError } from '@sveltejs/kit';

/** An error in the page stays in the page: it names itself and leaves the live picture running. */
export const handleError: HandleClientError = ({ error, status }) => {
  if (status !== 404) console.error(error);
  return {
    message: status === 404 ? 'There is nothing here.' : 'Something went wrong on this page. Reload it.',
  };
};
