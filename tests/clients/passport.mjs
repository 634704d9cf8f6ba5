// passport-discord as it comes, in the smallest web application; it prints whom it let in.
//
// CLIENT_ID, CLIENT_SECRET, CALLBACK and GUILDHALL_URL say where and as whom. The address to send a browser to is
// printed first; then a line with the address that the browser came back to is read.

import { createInterface } from "node:readline";
import passport from "passport";
import Strategy from "passport-discord";

const root = process.env.GUILDHALL_URL;
const strategy = new Strategy(
  {
    clientID: process.env.CLIENT_ID,
    clientSecret: process.env.CLIENT_SECRET,
    callbackURL: process.env.CALLBACK,
    authorizationURL: `${root}/oauth2/authorize`,
    tokenURL: `${root}/api/oauth2/token`,
    scope: ["identify", "guilds"],
  },
  (accessToken, refreshToken, profile, done) => done(null, profile),
);
// The profile's address is written out in the strategy; nothing but its host is changed.
const get = strategy._oauth2.get.bind(strategy._oauth2);
strategy._oauth2.get = (url, token, done) => get(url.replace("https://discord.com", root), token, done);
passport.use(strategy);

function visit(url) {
  return new Promise((resolve, reject) => {
    const request = { query: Object.fromEntries(new URL(url).searchParams), headers: {}, session: {}, app: {} };
    const attempt = Object.create(strategy);
    attempt.redirect = (to) => resolve({ to });
    attempt.success = (user) => resolve({ user });
    attempt.fail = (challenge) => reject(new Error(JSON.stringify(challenge)));
    attempt.error = reject;
    attempt.authenticate(request, {});
  });
}

const begun = await visit(process.env.CALLBACK);
console.log(begun.to);
for await (const line of createInterface({ input: process.stdin })) {
  const { user } = await visit(line);
  console.log(JSON.stringify({ id: user.id, guilds: user.guilds.length }));
  break;
}
process.exit(0);
