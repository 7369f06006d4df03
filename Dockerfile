# Pages, then the binary, then an image that holds the binary and nothing to attack it with.
#   docker build -t gongzhi .
# It runs as an unprivileged user on a read-only root file system; /var/lib/gongzhi (keys, evidence) and /tmp are writable.

FROM node:20.20.2-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend/ ./
RUN npm run --silent build

FROM golang:1.26.8-bookworm AS binary
ENV CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-buildvcs=false
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/frontend/dist/ frontend/dist/
RUN go build -trimpath -ldflags='-s -w' -o /out/gongzhi ./cmd/gongzhi
# Folders are made here, since the last stage has no shell; copied with their parent they keep their modes.
RUN install -d -m 0700 /out/lib/gongzhi && install -d -m 1777 /out/root/tmp \
    && install -d /out/root/etc && echo 'gongzhi:x:10001:10001::/var/lib/gongzhi:/nologin' > /out/root/etc/passwd

FROM scratch
LABEL org.opencontainers.image.title="Gongzhi" \
      org.opencontainers.image.description="Case system for incidents of personal information protection" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=binary /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=binary /out/root/ /
COPY --from=binary --chown=10001:10001 /out/lib/ /var/lib/
COPY --from=binary /out/gongzhi /gongzhi
COPY LICENSE NOTICE /
USER 10001:10001
VOLUME ["/var/lib/gongzhi"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["/gongzhi", "doctor", "--quick"]
ENTRYPOINT ["/gongzhi"]
CMD ["serve", "--addr", "0.0.0.0:8080", "--data", "/var/lib/gongzhi"]
