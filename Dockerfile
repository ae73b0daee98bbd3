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
ENV PATH=/opt/labelcheck/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8080
# Past any proxy of the environment: a hospital's would be asked for its own 127.0.0.1.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["labelcheck"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
