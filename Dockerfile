# The service as an image: a user that is not root, and a file system that may be read-only but for /tmp and, where a
# record is kept in SQLite, a volume at /var/lib/labelcheck.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt hatch_build.py README.md LICENSE ./
COPY validator validator
COPY profiles profiles
COPY examples examples
RUN python -m venv /opt/labelcheck \
    && /opt/labelcheck/bin/pip install --no-cache-dir --constraint constraints.txt '.[service]' \
    && /opt/labelcheck/bin/python -m compileall -q /opt/labelcheck

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin labelcheck \
    && install --directory --owner=labelcheck --mode=0700 /var/lib/labelcheck
COPY --from=build /opt/labelcheck /opt/labelcheck
USER 10001
WORKDIR /tmp
# Where it listens is a setting like the others: it holds for `docker run labelcheck serve --workers 2` too.
ENV PATH=/opt/labelcheck/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    LABELCHECK_SERVE_HOST=0.0.0.0 LABELCHECK_SERVE_PORT=8080
EXPOSE 8080
# Past any proxy of the environment: a hospital's would be asked for its own 127.0.0.1.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from os import environ; from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open(f'http://127.0.0.1:{environ[\"LABELCHECK_SERVE_PORT\"]}/health', timeout=4)"]
ENTRYPOINT ["labelcheck"]
CMD ["serve"]
