"""Which libraries serve which purpose, and so are rivals where a project has chosen one of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that several libraries do, of which a project needs one.

    Attributes:
        says: ways to name it, separated by commas.
        libraries: those that serve it, as people call them, separated by commas. Only what is hardly used for anything
            else, for whoever asks for one of them has the others refused.
        standard: dotted names of the standard library that serve it too, but are used for other things besides; they
            are refused only where the purpose is named.
        apart: whether what is done for it can stand in a place of its own, where alone the libraries are imported.
    """

    says: str
    libraries: str
    standard: str = ""
    apart: bool = False


PURPOSES = (
    Purpose(
        "cli, command line, command line argument, argument parsing, parse argument, cli tool, cli app, cli command, "
        "cli application, command line interface, command line tool, interface, parsing, decorator, flag, option",
        "typer, click, argparse, docopt, fire, cleo, cyclopts, plac, optparse, getopt",
    ),
    Purpose(
        "http, http client, http request, http calls, api calls, external api, outgoing request, request, client, "
        "external service, service, rest client, network",
        "httpx, requests, aiohttp, urllib3, pycurl, httplib2, treq, urequests, niquests",
        "urllib.request, http.client",
        apart=True,
    ),
    Purpose(
        "async, async http, async http client, async http request, async http calls, async client, async request",
        "httpx, aiohttp, asks, treq",
    ),
    Purpose(
        "web framework, http endpoint, web api, rest api, rest endpoint, api endpoint, endpoint, http api, web server, "
        "api, rest, framework, backend, route, web service, api server, restful api, http, server",
        "fastapi, flask, bottle, falcon, sanic, litestar, quart, tornado, cherrypy, pyramid, robyn, blacksheep, "
        "web2py, masonite, django",
    ),
    Purpose(
        "rest api, restful api, rest endpoint, rest, api endpoint, api, endpoint, resource, class based view",
        "flask-restful, flask-restx, flask-smorest, flask-restplus, apiflask, connexion, eve",
    ),
    Purpose(
        "rest api, restful api, rest endpoint, rest, api endpoint, api, endpoint, serializer",
        "django-rest-framework, django-ninja, django-tastypie",
    ),
    Purpose(
        "orm, object relational mapper, database, database access, database model, database query, sql-query, model, "
        "database operation, persistence, data access, query, core",
        "sqlalchemy, flask-sqlalchemy, sqlmodel, peewee, pony, tortoise-orm, django-orm, gino, ormar, orator, edgy, "
        "piccolo",
    ),
    Purpose(
        "database migration, migration, schema migration, database schema, schema change",
        "alembic, flask-migrate, yoyo-migrations, aerich, sqlalchemy-migrate, piccolo-migrations",
    ),
    Purpose(
        "postgresql, postgres, postgresql driver, postgres driver, database driver, async driver, async database",
        "asyncpg, psycopg, psycopg2, aiopg, pg8000",
    ),
    Purpose("mongodb, mongo, odm, document", "motor, pymongo, mongoengine, beanie, odmantic, umongo"),
    Purpose("mysql, mysql driver", "pymysql, aiomysql, mysqlclient, mysql-connector-python, asyncmy"),
    Purpose(
        "template, templating, template engine, render template, html-rendering, rendering, prompt template, format",
        "jinja2, mako, chameleon, genshi, cheetah3, airspeed, pystache, chevron",
        "string.Template",
    ),
    Purpose(
        "logging, structured logging, application logging, log message, json logging, log output, log error",
        "logging, loguru, structlog, logbook, eliot, picologging, python-json-logger",
        "logging.getLogger, logging.debug, logging.info, logging.warning, logging.error, logging.exception",
    ),
    Purpose(
        "mock, mocking, test mock, patch, test double, stub, dependency, external dependency, test",
        "pytest-mock, unittest.mock, mock, mockito, flexmock, doublex",
    ),
    Purpose(
        "time mocking, time dependent, freeze time, mock time, time, date mocking, freezing time, time travel",
        "freezegun, time-machine",
    ),
    Purpose(
        "mock http, http mock, mock request, mock api calls, request, response, http request, external api",
        "respx, responses, requests-mock, pytest-httpx, httpretty, pook, aioresponses",
    ),
    Purpose(
        "fake data, test data, mock data, sample data, random data, realistic data, email, user, fake user, factory",
        "faker, mimesis",
    ),
    Purpose(
        "test data, factory, test factory, model factory, test object, test fixture, database state, fixture",
        "factory-boy, model-bakery, mixer, polyfactory, pydantic-factories",
    ),
    Purpose(
        "password hashing, hash password, password, password storage, store password, password verification, "
        "verify password, hash, verify, salt, password security",
        "bcrypt, passlib, argon2-cffi, pwdlib, flask-bcrypt, scrypt",
        "hashlib.pbkdf2_hmac, hashlib.scrypt, crypt",
    ),
    Purpose(
        "jwt, jwt token, json web token, jwt authentication, jwt auth, token, authentication, token validation, sign",
        "pyjwt, python-jose, authlib, jwcrypto, joserfc, fastapi-jwt-auth, flask-jwt-extended, flask-jwt, "
        "async-fastapi-jwt-auth, fastapi-jwt",
    ),
    Purpose(
        "authentication, login, session management, user session, user authentication, user login, session, auth, "
        "user management, user",
        "flask-login, flask-security, flask-user, flask-httpauth, flask-praetorian",
    ),
    Purpose(
        "authentication, login, user authentication, auth, user management, user, registration",
        "django-allauth, fastapi-users, fastapi-login, django-registration",
    ),
    Purpose(
        "oauth, oauth authentication, google oauth, oauth2, social login, google, github, login, authentication, "
        "oauth client, oauth flow",
        "authlib, flask-oauth, flask-oauthlib, flask-dance, requests-oauthlib, oauthlib, social-auth-core, rauth",
    ),
    Purpose(
        "rate limit, throttling, api rate limit, endpoint, sensitive endpoint, endpoint protection, api, route",
        "fastapi-limiter, slowapi, flask-limiter, django-ratelimit, ratelimit, limits, pyrate-limiter",
    ),
    Purpose(
        "caching, cache response, cached value, expensive computation, frequently accessed data, frequent access data, "
        "result, response, endpoint, expensive result, frequently access data",
        "fastapi-cache, flask-caching, flask-cache, aiocache, cachetools, dogpile.cache, diskcache, beaker, "
        "cacheout, joblib.Memory, cashews",
    ),
    Purpose(
        "caching, cache server, session, store, storage", "redis, pymemcache, pylibmc, python-memcached, aiomcache"
    ),
    Purpose(
        "task queue, background task, background job, async task, job queue, distributed task, job, queue, task, "
        "worker, long running task, heavy operation, asynchronous task, task processing",
        "celery, rq, dramatiq, huey, arq, taskiq, procrastinate, django-q, kuyruk",
    ),
    Purpose(
        "scheduling, scheduled task, scheduled job, cron job, periodic task, job, schedule, task scheduling",
        "apscheduler, schedule, rocketry, python-crontab, aiocron",
    ),
    Purpose(
        "configuration, setting, configuration management, settings management, environment-variable, env, "
        "application setting, load environment-variable, manage configuration, credential",
        "pydantic-settings, dynaconf, environs, python-decouple, django-environ, starlette-config",
        "os.getenv",
    ),
    Purpose(
        "environment-variable, env, load environment-variable, load env, configuration, credential",
        "python-dotenv, python-decouple, django-environ, environs, dynaconf",
    ),
    Purpose(
        "configuration, experiment configuration, hierarchical configuration, configuration file",
        "omegaconf, hydra, configargparse, confuse, gin-config",
    ),
    Purpose(
        "data validation, validation, deserialization, object, schema validation, input validation, "
        "request validation, schema, serialization, data model, data schema, input, parse, request, response, "
        "data structure, runtime validation",
        "pydantic, marshmallow, cerberus, voluptuous, schematics, colander",
    ),
    Purpose("validation, data frame validation, data frame, schema", "pandera, great-expectations"),
    Purpose(
        "data frame, dataframe, data processing, data manipulation, data analysis, tabular data, table, csv file, csv",
        "pandas, polars, modin, vaex, datatable, cudf",
    ),
    Purpose(
        "plot, plotting, statistical, chart, graph, visualization, figure, interactive plot",
        "matplotlib, seaborn, plotly, bokeh, altair, pygal, plotnine, hvplot",
        apart=True,
    ),
    Purpose("timezone, time zone handling", "zoneinfo, pytz, dateutil.tz, tzlocal"),
    Purpose("date, time, datetime, date handling, date time handling, date parsing", "pendulum, arrow, delorean, maya"),
    Purpose(
        "retry, retry logic, backoff, exponential backoff, transient failure, transient error, retry policy, api calls",
        "tenacity, backoff, retrying, retry, stamina",
    ),
    Purpose(
        "progress bar, progress, progress display, progress indicator", "tqdm, alive-progress, progressbar2, enlighten"
    ),
    Purpose(
        "terminal output, cli output, console output, colored output, output, terminal, color, table, format",
        "rich, colorama, termcolor, blessed, crayons, colored",
    ),
    Purpose(
        "html-parsing, web scraping, scraping, parsing, parser",
        "beautifulsoup4, pyquery, selectolax, parsel",
        "html.parser",
    ),
    Purpose(
        "browser automation, browser, e2e test, end to end test, ui test, scraping, automation, dynamic page",
        "playwright, selenium, pyppeteer, splinter, helium",
        apart=True,
    ),
    Purpose("xml, xml parsing, parse xml, untrusted xml", "defusedxml, lxml", "xml.etree, xml.dom, xml.sax"),
    Purpose("toml, toml file, toml parsing", "tomllib, tomli, toml, pytoml"),
    Purpose(
        "json-serialization, serialization, fast serialization",
        "orjson, ujson, simplejson, rapidjson",
        "json.loads, json.dumps",
    ),
    Purpose("excel, excel file, spreadsheet", "openpyxl, xlsxwriter, xlrd, xlwt, pyexcel, pylightxl", apart=True),
    Purpose(
        "pdf, pdf file, pdf parsing, text extraction, extract text",
        "pypdf, pypdf2, pdfplumber, pymupdf, pdfminer.six",
        apart=True,
    ),
    Purpose(
        "ssh, ssh connection, ssh automation, remote command, remote execution, connection, automation",
        "paramiko, fabric, asyncssh, netmiko, ssh2-python, parallel-ssh",
        apart=True,
    ),
    Purpose("websocket, websocket connection, websocket client", "websockets, websocket-client, autobahn, picows"),
    Purpose(
        "llm, llm calls, language model, model calls, llm client, model provider, llm api, chat completion",
        "litellm, anthropic, cohere, groq, mistralai, google-generativeai, google-genai, ollama, openai",
        apart=True,
    ),
    Purpose(
        "llm orchestration, llm, agent, agent orchestration, workflow, orchestration, chain, rag, retrieval",
        "langchain, langgraph, llama-index, haystack, crewai, autogen, pydantic-ai, semantic-kernel, smolagents",
    ),
    Purpose(
        "vector store, vector database, vector search, embedding, similarity search, embeddings store",
        "chromadb, pinecone, weaviate-client, qdrant-client, pymilvus, faiss, lancedb",
        apart=True,
    ),
    Purpose(
        "dependency injection, di, injection",
        "dependency-injector, injector, punq, lagom, dishka, svcs, wireup, kink",
    ),
    Purpose(
        "encryption, cryptography, encrypt, cryptographic operation, decryption, signing",
        "cryptography, pycryptodome, pynacl, m2crypto",
    ),
    Purpose(
        "async, concurrency, asynchronous programming, async io, coroutine, event loop, structured concurrency",
        "asyncio, trio, curio, gevent, eventlet, anyio",
    ),
    Purpose(
        "gui, desktop gui, user interface, ui, desktop application, interface, window",
        "pyqt5, pyqt6, pyside2, pyside6, tkinter, wxpython, kivy, customtkinter, dearpygui, pysimplegui",
    ),
    Purpose("file watching, watch file, file system event", "watchdog, watchfiles, pyinotify, watchgod"),
    Purpose("runtime type checking, runtime type check", "beartype, typeguard, typeping"),
    Purpose("metrics, monitoring", "prometheus-client, statsd, datadog"),
    Purpose("image processing, image, thumbnail", "pillow, wand, pyvips"),
    Purpose("deep learning, neural network, training, model", "torch, tensorflow, keras, jax, mxnet, paddlepaddle"),
)

MODULES = {
    "aiohttp": "aiohttp.ClientSession, aiohttp.request", "argon2-cffi": "argon2", "beautifulsoup4": "bs4",
    "cheetah3": "Cheetah", "django": "django.urls, django.views", "django-allauth": "allauth",
    "django-environ": "environ", "django-ninja": "ninja", "django-orm": "django.db",
    "django-rest-framework": "rest_framework", "django-tastypie": "tastypie", "factory-boy": "factory",
    "google-genai": "google.genai", "google-generativeai": "google.generativeai",
    "mysql-connector-python": "mysql.connector", "mysqlclient": "MySQLdb", "paddlepaddle": "paddle",
    "parallel-ssh": "pssh", "pdfminer.six": "pdfminer", "piccolo-migrations": "piccolo.apps.migrations",
    "pillow": "PIL", "progressbar2": "progressbar", "pycryptodome": "Crypto, Cryptodome", "pyjwt": "jwt",
    "pymupdf": "fitz, pymupdf", "pynacl": "nacl", "pypdf2": "PyPDF2", "pyqt5": "PyQt5", "pyqt6": "PyQt6",
    "pyside2": "PySide2", "pyside6": "PySide6", "pysimplegui": "PySimpleGUI", "python-crontab": "crontab",
    "python-decouple": "decouple", "python-dotenv": "dotenv", "python-jose": "jose",
    "python-json-logger": "pythonjsonlogger", "python-memcached": "memcache", "pyyaml": "yaml",
    "social-auth-core": "social_core", "sqlalchemy-migrate": "migrate", "ssh2-python": "ssh2",
    "starlette-config": "starlette.config", "tornado": "tornado.web", "tortoise-orm": "tortoise",
    "weaviate-client": "weaviate", "websocket-client": "websocket", "wxpython": "wx", "yoyo-migrations": "yoyo",
}  # fmt: skip
"""What is imported, where that is not the name of the library with underscores."""

TOGETHER = (
    "python-dotenv, environs", "python-dotenv, dynaconf", "passlib, bcrypt", "passlib, argon2-cffi",
    "pwdlib, argon2-cffi", "pwdlib, bcrypt", "flask-bcrypt, bcrypt", "sqlalchemy, flask-sqlalchemy",
    "sqlalchemy, sqlmodel", "flask-sqlalchemy, sqlmodel", "sqlalchemy, gino", "sqlalchemy, ormar",
    "alembic, flask-migrate", "motor, pymongo", "beanie, motor", "beanie, pymongo", "mongoengine, pymongo",
    "odmantic, motor", "umongo, pymongo", "umongo, motor", "flask, quart", "seaborn, matplotlib",
    "plotnine, matplotlib", "hvplot, bokeh", "paramiko, fabric", "paramiko, netmiko", "parallel-ssh, ssh2-python",
    "tenacity, stamina", "requests, urllib3", "anyio, asyncio", "anyio, trio", "langchain, langgraph",
    "litellm, openai", "omegaconf, hydra", "requests-oauthlib, oauthlib", "flask-oauthlib, oauthlib",
    "flask-dance, oauthlib", "flask-dance, requests-oauthlib", "social-auth-core, oauthlib",
    "social-auth-core, requests-oauthlib", "pyjwt, fastapi-jwt-auth", "pyjwt, flask-jwt-extended", "pyjwt, flask-jwt",
    "pyjwt, async-fastapi-jwt-auth", "structlog, logging", "structlog, python-json-logger",
    "logging, python-json-logger", "eliot, logging", "flask-login, flask-security", "tomllib, tomli",
    "keras, tensorflow", "keras, torch", "keras, jax", "limits, slowapi", "limits, flask-limiter",
    "picologging, logging", "flask-caching, flask-cache", "rich, colorama", "lxml, defusedxml",
    "dateutil.tz, zoneinfo", "tzlocal, zoneinfo", "tzlocal, pytz",
)  # fmt: skip
"""Pairs of which one is built on the other or that are often used side by side, and so are no rivals."""

ALIASES = {
    "basesettings": "pydantic-settings", "pydantic-basesettings": "pydantic-settings",
    "beautiful-soup": "beautifulsoup4", "beautifulsoup": "beautifulsoup4", "chroma": "chromadb",
    "dateutil": "dateutil.tz", "djangorestframework": "django-rest-framework", "drf": "django-rest-framework",
    "json-logger": "python-json-logger", "jinja": "jinja2", "llamaindex": "llama-index", "milvus": "pymilvus",
    "mysql-connector": "mysql-connector-python", "pydanticai": "pydantic-ai", "python-dateutil": "dateutil.tz",
    "pytorch": "torch", "qdrant": "qdrant-client",
}  # fmt: skip
"""Other ways to write the names of libraries than by their names and modules."""

BESIDE = {
    ("typer", "click"): "click.command, click.group, click.option, click.argument",
    ("aiohttp", "httpx"): "httpx.AsyncClient",
}
"""What is refused of a library that another is built on, where both names have a use."""

WORDS_TOO = frozenset(
    """
    backoff colored environs factory groq injector jwt limits logging mixer mock progress responses retry
    retrying schedule schema statsd toml
    """.split()
)
"""Libraries whose names are words: they are meant only as code, or where the word beside them says so."""
NAMES_TOO = frozenset(
    """
    anyio arrow asks beaker bottle click eve fabric falcon fire haystack hydra keras marshmallow motor openai orator
    plac pony pyramid redis requests rich rq tornado wand
    """.split()
)
"""Libraries whose names are words, which are also meant where their purpose is named."""
OWN_TOO = frozenset(
    "colored environ eve factory injector inject limits migrate mixer mock progress retry schedule schema store".split()
)
"""Modules of libraries that are named as projects name modules of their own, and so are never refused."""
TELLING = ("module", "package", "builtin", "standard-library", "framework", "sdk")
"""Words that tell of the word beside them that it is a library."""
COLOUR = (
    *TELLING,
    """
    access add adding all app application better build building built-in centralized class client config-file
    configure consistent content context conventions correct correctly create creating creation critical data database
    debug decorator define definition detailed develop development done dynamic efficient error errors event extension
    fast feature file flow function functionality generate generating generation global go handle handled handling
    implement implementation important info information informational interaction key latest level library made main
    manage management manipulate mechanism message method modern monitoring need operation output own patterns perform
    plugin preferred primary process processing provide purpose record relevant reliable robust rules safe safely
    secure securely security send setup standardize structured style support system task tasks through tool toolkit type
    unified user warnings
    """,
)
"""Words that say nothing of what a library is wanted for that could limit the demand."""
