# Everything that is installed is named by version and hash; what builds it stays behind.
FROM python:3.13.13-slim-bookworm@sha256:355bfa66770995d7e9a0da4b3473b44d0cb451f6b56f5615ad9c39e3c4eca03f AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all:
WORKDIR /src
RUN ["python", "-m", "venv", "--without-pip", "/opt/herald"]
COPY requirements.lock requirements-build.lock ./
RUN ["pip", "--python", "/opt/herald/bin/python", "install", "--require-hashes", "-r", "requirements.lock"]
RUN ["pip", "install", "--require-hashes", "-r", "requirements-build.lock"]
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN ["hatchling", "build", "-t", "wheel"]
RUN ["pip", "--python", "/opt/herald/bin/python", "install", "--no-deps", "--no-index", "--find-links", "dist", "herald-syndication"]

FROM python:3.13.13-slim-bookworm@sha256:355bfa66770995d7e9a0da4b3473b44d0cb451f6b56f5615ad9c39e3c4eca03f
COPY --from=build /opt/herald /opt/herald
# The one place that is written to; a new volume takes over its owner.
RUN ["install", "-d", "-o", "65532", "-g", "65532", "/data"]
ENV PATH=/opt/herald/bin:$PATH PYTHONUNBUFFERED=1 HERALD_CONFIG=/config/herald.yaml
USER 65532:65532
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["herald", "status", "--quiet"]
ENTRYPOINT ["herald"]
CMD ["run"]
