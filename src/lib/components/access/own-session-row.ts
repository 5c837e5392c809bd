/** One of the person's own sessions; times in ms. */
export interface OwnSessionRow {
  id: string;
  isPresent: boolean;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  address: string;
  userAgent: string;
}
