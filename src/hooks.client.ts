import type { HandleClientError } from '@sveltejs/kit';
import { isUnanswered } from '$lib/live/server-return';

/** An error in the page stays in the page: it names itself and leaves the live picture running. */
export const handleError: HandleClientError = ({ error, status }) => {
  if (status !== 404) console.error(error);
  if (isUnanswered(error)) {
    return {
      message: 'The server does not answer. This page comes back by itself as soon as it does.',
      unanswered: true,
    };
  }
  return {
    message: status === 404 ? 'There is nothing here.' : 'Something went wrong on this page. Reload it.',
  };
};
