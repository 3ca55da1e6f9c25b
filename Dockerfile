# docker build -t b24notify .
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production \
    DATABASE_URL=sqlite:/data/b24notify.sqlite \
    PEOPLE_FILE=/config/people.yml
COPY --from=packages /app/node_modules ./node_modules
COPY package.json manifest.yml LICENSE ./
COPY src ./src
# All that is ever written is the store: the root file system may be read-only.
RUN mkdir -p /data /config node_modules/.cache && chown node:node /data node_modules/.cache && chmod 700 /data
USER node
# A start without settings: it ends with 2 when everything is loaded, and leaves this user's compile cache for the real ones.
RUN node --max-semi-space-size=4 --v8-pool-size=1 --import ./src/compile-cache.mjs src/main.ts 2> /dev/null; test $? -eq 2
VOLUME /data
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
# With OPS_PORT=0 there is nothing to ask; a process that ended is seen without it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const port = process.env.OPS_PORT || 9464; if (port !== '0') fetch('http://127.0.0.1:' + port + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--v8-pool-size=1", "--import", "./src/compile-cache.mjs", "src/main.ts"]
