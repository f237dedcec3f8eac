"""English."""

from lawful.language.lexicon import Language, Mark

LANGUAGE = Language(
    name="English",
    vague="""
        clean, readable, maintainable, good, best practice, best practices, high quality, high-quality, quality,
        robust, elegant, simple, well structured, well-structured, idiomatic, pythonic, properly, appropriate,
        appropriately, sensible, sensibly, reasonable, efficient, performant, scalable, modular, meaningful,
        descriptive, consistent, consistency, concise, clear, clearly, careful, carefully, thoughtful, professional,
        production ready, production-ready, beautiful, nice, intuitive, user friendly, user-friendly, state of the art,
        understandable, secure, secure by default, high standards, industry standards, solid, testable, reusable
    """,
    marks={
        Mark.FORBID: """
            never, do not, do not ever, don't, don't ever, dont, cannot, can not, can't, may not, flag the
            following, flag these, flag any, flag all, issues to flag, things to flag, what to flag, red
            flag, red flags, code smell, code smells, common issues to flag, watch out for, look out for,
            forbid, forbidden, forbids, prohibit, prohibited, ban, banned, disallow, disallowed, not
            allowed, not permitted, not acceptable, unacceptable, get rid of, off limits, under no circumstances, zero
            tolerance for, ditch, is wrong, are wrong, bad practice, do nots, don'ts, donts, anti pattern,
            antipattern, never do, what not to do, remove all, remove any, eliminate, never ever,
            neither, nor, not ok, illegal, outlawed, no more, not accepted, is not accepted, are not
            accepted, not tolerated, are not tolerated, will be rejected
        """,
        Mark.DISCOURAGE: """
            avoid, avoids, avoiding, avoided, try not to, refrain from, stay away from, steer
            clear of, discouraged, discourage, not recommended, is discouraged, minimize, minimise, things
            to avoid, what to avoid, better not, rarely
        """,
        Mark.REQUIRE: """
            always, required, is required, are required, mandatory, ensure, ensure that, make sure, make
            sure that, have to, obligatory, essential, be sure to, enforce, enforced, strictly, required to,
            do's, dos, expected, is expected to
        """,
        Mark.RECOMMEND: """
            preferred, preferring, favoring, favouring, preferably, prefer to, favor, favour, try to, aim
            to, aim for, recommended, recommend, ideally, generally, consider, strive for, strive to, lean
            on, is better than, better, typically, usually, best, encouraged, is preferred, are preferred,
            rather
        """,
        Mark.PERMIT: """
            may, can, could, allow, allows, optionally, feel free, feel free to, free to, no need to, no need for,
            don't need to, do not need to,
            don't need, do not need, don't have to, do not have to, need not, isn't required, aren't
            required, don't worry about, do not worry about, don't be afraid, don't hesitate
        """,
        Mark.DO: """
            writing, adding, editing, creating, changing, modifying, working in, working on, working with,
            provide, apply, leave, make, do, commit, introduce, give, setting, go with, opt
            for, choose, carry, annotate with, document with, documented with, come with, remain, stay,
            ship, reach for, embed, resort to, fall back to, comes with, grow, grows, gets, becomes, become,
            reaches, appear, occur, show up, end up
        """,
        Mark.INSTEAD: """
            instead of, rather than, in place of, in favor over, as opposed to, over, in preference to,
            instead, replaces
        """,
        Mark.NOT: "not, and not, but not",
        Mark.AT_MOST: """
            or less, or fewer, or shorter, at most, no more than, not more than, max, max., maximum,
            maximum of, a maximum of, max of, up             to, under, below, less than, fewer than,
            within, not exceed, not exceeding, no longer than, not longer than, not be longer than, no
            larger than, no bigger than, no             greater than, limit, limited, limited to, limit
            to, limit of, a limit of, shorter than, smaller than, do not             exceed, don't
            exceed, never exceed, must not exceed, should             not exceed, shouldn't exceed,
            cannot exceed, may not exceed, not to exceed, cap, capped at, cap at, upper limit, upper
            bound, never more than, never longer than, must not             be longer than, must be
            under, should be             under, should not be longer than, shouldn't be longer than,
            must be shorter than, should be             shorter than, ceiling
        """,
        Mark.MORE_THAN: """
            more than, longer than, deeper than, exceed, exceeds, exceeding, above, greater than, larger than, bigger
            than, beyond, in excess of
        """,
        Mark.AT_LEAST: "at least, no less than, no fewer than, minimum, minimum of, min, or more",
        Mark.WITHOUT: "without, lacking, missing, that lack, that lacks, with no",
        Mark.EXCEPT: """
            except, except for, except when, except if, except that, unless, apart from, other than,
            excluding, with the exception of, aside from, save for, but only, unless explicitly
        """,
        Mark.GRANT: """
            that you're not asked, that you're not explicitly asked, that you are not asked,
            that you are not explicitly asked, that you weren't asked, that you were not asked, you're not asked,
            you're not explicitly asked, you are not asked, you are not explicitly asked, you were not asked,
            that wasn't asked for, that was not asked for, that i didn't ask for, that i did not ask for,
            not asked for, unasked, not explicitly requested, that was not requested, that wasn't requested,
            without being asked, without being told
        """,
        Mark.PAST: """
            previously, formerly, historically, originally, in the past, back then, until recently, in earlier versions,
            no longer the case, we used to, it used to, they used to, this used to, which used to, we banned,
            we forbade, we avoided,
            used to be, used to have, used to use, used to allow, was forbidden,
            was banned, was prohibited, were forbidden, were banned, had been,
            was replaced, were replaced, was removed, were removed
        """,
        Mark.EXEMPT: """
            exempt, exempted, exempt from, excluded, excepted, does not apply to, does not apply in, does not apply,
            doesn't apply to, doesn't apply in, doesn't apply, do not apply to, do not apply in, do not apply, don't
            apply to, don't apply in, not apply to, not affected
        """,
        Mark.ONLY: "only, solely, exclusively, just",
        Mark.IF: """
            if, when, whenever, where, while, once, in case, until, that need, that needs, that require, that requires,
            that depend on, which need, which require
        """,
        Mark.BECAUSE: """
            because, since, as this, as it, as they, so that, in order to, to avoid, to prevent, to
            ensure, to keep, to make, to allow, to improve, to help, to reduce, which, this makes, this
            helps, it makes, they are, they make, to simplify, to enable, otherwise, that way, for
            clarity, for readability, for consistency, for maintainability, for better, for improved,
            for type safety, due to
        """,
        Mark.EXAMPLE: "for example, for instance, such as, like, e.g, i.e, namely, eg, ie, example",
        Mark.HEDGE: """
            where possible, when possible, whenever possible, if possible, as much as possible, in
            general, where practical, where feasible, when feasible, as far as possible, by default,
            most             of the time, wherever possible, mostly, whenever you can, where you can
        """,
        Mark.JUDGE: """
            when appropriate, where appropriate, if appropriate, as appropriate, if necessary, when necessary,
            where necessary, unless necessary, unless absolutely necessary, if needed, when needed, as needed,
            where needed, unless needed, where it makes sense, when it makes sense, if it makes sense, where
            sensible, when suitable, where applicable, when applicable, if applicable, when useful, when
            helpful, where relevant, when relevant, as necessary, unnecessarily, where reasonable, when
            reasonable, when it improves readability, for complex, for non trivial, unless required, unless
            unavoidable, appropriate, appropriately
        """,
        Mark.IN: "in, inside, within the, into, under the, through, throughout, across, on",
        Mark.OUTSIDE: """
            outside, outside of, except in, except inside, unless in, other than in, not in, except
            within, except for in, anywhere but, anywhere outside
        """,
        Mark.EVEN: "even in, even inside, not even in, including in, including, also in, even within",
        Mark.FOREIGN: """
            javascript, typescript, js, ts, jsx, tsx, react, vue, angular, svelte, css, scss, html,
            bash, shell script, golang, rust, java, kotlin, swift, php, ruby, perl, frontend, front end,
            markdown, yaml, json, dockerfile, terraform, commit message, commit title, commit subject,
            git commit, pull request, pr title, pr description, branch name, nodejs, graphql, makefile,
            powershell
        """,
        Mark.AND: "and, plus, as well as, but",
        Mark.OR: "or",
        Mark.NOISE: """
            from, under any circumstances, under any circumstance, whatsoever, no exceptions, without exception,
            before, after, during, per, a, an, the, any, all, every, each, this, these, that, those, such, of, to,
            with, is, are, was, it, its, your, our, you, we, i, they, them, their, please, also, by, via, at, as,
            will, new, following, python, python code, whole, entire, own, here, there, explicit, explicitly,
            specifically, proper, properly, simply, actually, ever, both, either, everywhere, anywhere, one, ones,
            more, other, standard, note, important, warning, rule, convention, style, guideline, guidelines, code,
            codebase, project, repository, repo, conventions, statement, usage, keyword, syntax, clear, consistent,
            consistently, good, practice, pattern, thing, strict, across the codebase, even, completely, entirely,
            at all, period, my, everything,
            follows, like so, as follows, then, so, too, very, non, form, existing, anything,
            on anything, anything at all, committed, in committed code,
            absolutely, before committing, before you commit, before merging, before you open a pr, before opening a pr,
            before pushing, before you push, before you merge
        """,
    },
    verbs={
        Mark.IN: {
            "for": "for",
        },
        Mark.DO: {
            "use": "use, utilize, utilise, employ",
            "using": "using, used, usage of, use of, the use of",
            "call": "call, calling, calls to, call to, invoke, execute",
            "pass": "pass, passing",
            "catch": "catch, catching",
            "write": "write",
            "written": "written",
            "add": "add",
            "create": "create",
            "include": "include",
            "have": "have",
            "contain": "has, having, contain, contains",
            "be": "be",
            "get": "get",
            "place": "put, place",
            "follow": "follow, adopt, respect, maintain, stick to, adhere to, conform to, conforms to, comply with",
            "depend": "depend on, rely on, relying on",
            "declare": "declare, declares, set",
        },
        Mark.FORBID: {
            "no": "no",
            "use": "never use, stop using",
            "add": "stop adding",
            "write": "stop writing",
            "must": "must not, must never, mustn't, shall not, shan't",
        },
        Mark.DISCOURAGE: {
            "use": "avoid using",
            "must": "should not, shouldn't, should never, ought not",
        },
        Mark.REQUIRE: {
            "must": "must, must have, shall, need, needs, need to, needs to, requires, has to",
            "must-be": "must be",
            "insist": "require, insist on",
        },
        Mark.RECOMMEND: {
            "must": "should, should have, ought to",
            "must-be": "should be",
            "prefer": "prefer, prefers",
        },
        Mark.PERMIT: {
            "unnecessary": "unnecessary",
            "allowed": """
                allowed, is allowed, are allowed, permitted, acceptable, fine, ok, okay, is fine, are fine, optional,
                not needed, not required, not necessary
            """,
        },
    },
    terms={
        # what tells of what was, or is still to be done
        "chronicle": """
            changelog, change log, release note, roadmap, known issue, known bug, known problem, technical debt,
            tech debt, backlog, future work, future improvement, version history, project history
        """,
        # what conditions are about
        "document": "document, documented",
        "ask": """
            ask, asks, asked, asked for, asking, told, tell, tells, instruct, instructs, instructed, requested,
            approve, approves, approved, approval, permission, consent, say so, says so, say otherwise,
            says otherwise, directed
        """,
        "reason": "reason, reasons, justification, justifications",
        "split": """
            split, splits, splitting, split up, break, break up, break it up, break them up, break down, break it down,
            broken up, broken down, broken into, refactor, refactored, refactoring, decompose, decomposed, divide,
            divided, extract, extracted
        """,
        # what formatters and linters decide
        "quote": "quote, quotes, quotation mark, quotation marks",
        "single-quote": "single quote, single quotes, single-quoted, single quoted, single quotation marks",
        "double-quote": "double quote, double quotes, double-quoted, double quoted, double quotation marks",
        "indentation": "indentation, indent, indents, indentation level, indenting, indented",
        "space": "space, spaces, whitespace, spacing",
        "tab": "tab, tabs, tab character, tab characters",
        "blank-line": "blank line, blank lines, empty line, empty lines",
        "trailing-comma": "trailing comma, trailing commas, magic trailing comma, magic trailing commas",
        "trailing-space": "trailing whitespace, trailing whitespaces, trailing space, trailing spaces",
        "operator": "operator, operators",
        "comma": "comma, commas",
        "unused": "unused, unneeded, redundant",
        "sorted": "sort, sorted, sorting, order, ordered, ordering, group, grouped, grouping, alphabetical",
        "isort": "isort",
        "import-order": "import order, import ordering, import sorting, order of imports, ordering of imports",
        "standard-library": "standard library, stdlib, standard lib, built-in modules",
        "third-party": "third-party, third party, external",
        "local": "local, first-party, first party",
        "formatter": "ruff format, ruff formatter, black, formatter, code formatter",
        "pep8": "pep8, pep 8, pep-8, pep 8 style guide, pep8 style guide",
        "top-level": "top-level, top level",
        "test": """
            test, tests, test file, test code, test module, unit test, test suite, testing, tests
            folder, tests directory
        """,
        "production": """
            production, production code, library code, application code, source code, prod, prod code,
            app             code
        """,
        "function": "function, functions, function definition, def, routine",
        "method": "method, methods",
        "class": "class, classes, class definition",
        "module": "module, modules",
        "package": "package, packages, library, libraries, dependency, dependencies",
        "file": "file, files, source file",
        "variable": "variable, variables",
        "constant": "constant, constants",
        "parameter": "parameter, parameters, param, params, argument, arguments, arg, args",
        "return": "return, returns, return value, return type, return values, return types",
        "attribute": "attribute, attributes",
        "broad": "broad, catch-all, overly broad, too broad",
        "signature": "signature, signatures, function signature, method signature",
        "name": "name, names, naming, named, identifier, identifiers",
        "public": "public, exported, public api, public facing, publicly",
        "private": "private, internal",
        "default": """
            default, defaults, default value, default argument, default parameter, default arguments,
            default parameters, default argument value, default parameter value, as default, default
            values
        """,
        "mutable": "mutable",
        "list": "list, lists",
        "dict": "dict, dicts, dictionary, dictionaries",
        "set-type": "sets",
        "import": "import, imports, importing, imported, import statement",
        "wildcard": "wildcard, wildcards, star, asterisk, glob import",
        "bare": "bare, naked, blanket",
        "bare-except": """
            bare except, naked except, blanket except, except:, bare excepts, untyped except, catch-all
            except
        """,
        "except-clause": """
            except clause, except block, except handler, exception handler, except statement, excepts,
            handler
        """,
        "exception": "exception, exceptions",
        "print": "print, prints, print statement, print call, print function, printing, printf",
        "logging": "logging, logger, log, logs, logging module",
        "debug": "debug, debugging",
        "output": "output, stdout, console, terminal",
        "docstring": "docstring, docstrings, doc string, documentation string, doc comment",
        "type-hint": """
            type hint, type hints, type annotation, type annotations, typing, typehint, typehints, type
            hinted, hint, hints, type annotated, annotation, annotations, type hinting, typed, static typing, types
            annotated, annotate, annotated, fully typed, static types,
            type-hinted, fully type-hinted, fully type hinted
        """,
        "subprocess": "subprocess, subprocesses, subprocess call, subprocess module",
        "shell=True": "shell=true, shell true, shell = true",
        "keep": "keep, keeps, keeping",
        "line": "line, lines, loc, lines of code, line of code",
        "character": "character, characters, char, chars, column, columns",
        "length": "length, long, size, width, short, lengths, wide",
        "line-length": "wrap lines at, wrap at, line length, line width, line lengths",
        "snake_case": """
            snake_case, snake case, lower_snake_case, lowercase_with_underscores,
            lower_case_with_underscores
        """,
        "PascalCase": """
            pascalcase, pascal case, capwords, capitalized words, uppercamelcase, upper camel case,
            camelcaps
        """,
        "camelCase": "camelcase, camel case, lowercamelcase, lower camel case, mixedcase",
        "UPPER_CASE": """
            upper_case, upper case, uppercase, upper_snake_case, upper snake case, screaming_snake_case,
            screaming snake case, all_caps, all caps, caps, uppercase_with_underscores,
            upper_case_with_underscores, allcaps
        """,
        "single-assertion": """
            one assertion, one assert, single assertion, single assert, exactly one assertion, exactly one assert, at
            most one assertion, at most one assert, only one assertion, only one assert, one single assertion
        """,
        "some-assertion": """
            some assertion, some assertions, at least one assertion, at least one assert
        """,
        "endpoint": """
            endpoint, endpoints, api endpoint, route handler, route handlers, path operation, path operations, path
            operation function, api route, route, routes
        """,
        "single-line": "single line, single-line, one line, one-line, oneline, one liner, one-liner, single liner",
        "multi-line": "multi line, multi-line, multiline, multiple line, multiple lines, several lines",
        "full-stop": "with a period, in a period, full stop, full-stop, with a dot",
        "english": "english",
        "chinese": "chinese, simplified chinese",
        "license": "license, licenses, licence, licences, licensing",
        "raw-sql": "raw sql, raw sql query, raw sql queries, raw sql string, raw sql statement, handwritten sql",
        "comment": "comment, comments, code comment, code comments",
        "start": "start, starts",
        "examples": "examples, usage examples, code examples, an example, one example, a usage example",
        "cjk-latin": "cjk latin, cjk-latin, chinese and english, chinese and latin, cjk and latin",
        "hardcode": "hardcode, hardcodes, hardcoded, hardcoding, hard code, hard coded, hard coding, hardwire",
        "credential": """
            secret, secrets, credential, password, api key, apikey, access token, auth token, bearer token, token,
            secret key, private key, access key, passphrase, sensitive data, sensitive information, sensitive value,
            sensitive variable, sensitive info
        """,
        "swallow": "swallow, swallowing, swallowed, suppress exception, silently ignore, silently drop, silently catch",
        "silent": "silent, silently, quietly",
        "sql-query": """
            sql, sql query, sql queries, query, queries, sql statement, sql string, sql command, sql text,
            database query, database queries
        """,
        "sql-injection": "sql injection, sql injections",
        "parameterized": "parameterized, parameterised, parametrized, parametrised, parameterize, parameterise",
        "bound-parameter": "bound parameter, bind parameter, query parameter",
        "string-format": """
            string format, string formatting, string interpolation
        """,
        "error": "error, errors",
        "tls": "tls, ssl, https certificate, tls certificate, ssl certificate",
        "disable": "disable, disabled, disabling, turn off, turned off, bypass, bypassed, switch off",
        "environment-variable": "environment variable, env var, env variable, environment variables, env vars",
        "https": "https",
        "http-url": "http url, plain http, plain http url, unencrypted http, http link",
        "module-level": "module level, per module, module scoped",
        "format": "format, formatting, formatted",
        "sha-1": "sha1, sha 1",
        "weak-hash": "weak hash, weak hashes, weak hashing, broken hash, insecure hash, insecure hashing",
        "timezone": "timezone, time zone, tz, tzinfo",
        "timezone-aware": "timezone aware, tz aware, time zone aware, aware datetime",
        "datetime": "datetime, datetimes, datetime object, timestamp, date time",
        "fire-and-forget": "fire and forget, fire-and-forget",
        "read": "read, reading, reads",
        "access": "access, accessing, accesses, accessed",
        "try-except": "try except, try catch, try block",
        "try-except-pass": "try except pass",
        "credential-in-code": """
            credential in code, secrets in code, secrets in the code, secrets in source code, secrets in source,
            secrets in the codebase, credentials in code, credentials in the code, credentials in source code,
            passwords in code, passwords in source code, api keys in code, api keys in source code, tokens in code,
            keys in code
        """,
        "f-string": "f string, fstring, formatted string literal",
        "typing-generic": """
            typing generic, List, Dict, Set, Tuple, FrozenSet, Type, DefaultDict, Deque, typing.List, typing.Dict,
            typing.Set, typing.Tuple, typing.FrozenSet, typing.Type, typing.DefaultDict, typing.Deque
        """,
        "type-or-none": "type or none, optional type union, pep 604, pep 604 union, pep604",
        "typing-optional": "typing optional, Optional, typing.Optional",
        "typing-union": "typing union, Union, typing.Union",
        "generic-of": "generic of, list[], dict[], set[], tuple[], frozenset[], type[]",
        "builtin": "built in, builtin, builtins, native",
        "lambda": "lambda, lambdas, lambda expression, lambda function",
        "ternary": "ternary, ternaries, conditional expression, inline if",
        "nested": "nested, nest, nesting",
        "nested-function": "nested function, inner function",
        "nested-call": "nested call, nested function call",
        "comprehension": "comprehension, list comprehension, dict comprehension, set comprehension",
        "dataclass": "dataclass, dataclasses, @dataclass, data class",
        "context-manager": "context manager, with statement, with block",
        "single-letter": """
            single letter, one letter, single character, one character, single char, one char
        """,
        "magic-number": "magic number, magic numeric value, magic numeric literal, hardcoded number",
        "commented-out": "commented out, commented code, dead commented",
        "complexity": "complexity, cyclomatic complexity, mccabe complexity",
        "global": "global",
        "type": "type, types",
        "keyword-only": "keyword only, kw only",
        "match-statement": "match statement, match case, structural pattern matching, pattern matching",
        "return-statement": "return statement, return point, exit point",
        "loop": "loop, loops",
        "without-placeholder": """
            without placeholder, without any placeholder, without a placeholder, without variable,
            without any variable, without interpolation, with no placeholder, with no variable,
            where there are no variables, where there are no variables to format,
            when there are no variables, if there are no variables, when there is nothing to format
        """,
        "needless": "needless, superfluous",
        # what libraries are for
        "api": "api, apis",
        "async": "async, asynchronous, asynchronously, asyncio",
        "authentication": "authentication, authenticate, authenticating, auth, authn",
        "caching": "cache, caches, caching, cached",
        "cli": "cli, command line, command line interface, command line tool, command line app",
        "configuration": "configuration, configurations, config, configs, settings, app settings",
        "background": "background",
        "computation": "computation, calculation",
        "correctly": "correctly, right way",
        "data": "data",
        "data-frame": "data frame, dataframe",
        "expensive": "expensive, costly",
        "flow": "flow",
        "frequently": "frequently, often",
        "handle": "handle, handling, handled",
        "implement": "implement, implementing, implementation, implemented",
        "key": "key",
        "message": "message",
        "modify": "modify, modifies, modified",
        "migration": "migration, database migration, schema migration",
        "record": "record, recording",
        "request": "request",
        "result": "result",
        "securely": "securely, safely",
        "sensitive": "sensitive",
        "database": "database, databases, db",
        "hash": "hash, hashes, hashing, hashed",
        "mock": "mock, mocks, mocking, mocked",
        "oauth": "oauth, oauth2, oauth 2",
        "parse": "parse, parses, parsing, parsed",
        "plot": "plot, plots, plotting, chart, charts, charting, graphs",
        "progress-bar": "progress bar, progress indicator, progress display",
        "rate-limit": "rate limit, rate limits, rate limiting, rate limiter, throttle, throttling",
        "retry": "retry, retries, retrying, retried",
        "scheduling": "schedule, schedules, scheduling, scheduled",
        "task-queue": "task queue, job queue, distributed task queue",
        "template": "template, templates, templating",
        "validation": "validate, validates, validating, validation, validated",
        "verify": "verify, verifies, verifying, verified, verification",
        "visualization": "visualization, visualizations, visualisation, visualize, visualise, data visualization",
        "prefix": "prefix, prefixes, prefixed",
        "suffix": "suffix, suffixes, suffixed",
        "enum": "enum, enums, enumeration, enumerations",
        "boolean": "boolean, booleans, bool, bools",
        "interface": "interface, interfaces",
        "enum-member": "enum member, enum value, enumeration member, enumeration value, enum constant, enum entry",
        "protocol": "protocol, protocols",
        "blocking": "blocking",
        "call": "calls",
        "client": "client",
        "custom": "custom, user defined",
        "early-return": "early return, return early, returning early, early exit, exit early, guard clause",
        "edge-case": "edge case, corner case",
        "event-loop": "event loop",
        "factory": "factory, factories",
        "io": "i o, io",
        "main-thread": "main thread",
        "operation": "operation",
        "pep257": "pep257, pep 257",
        "across-packages": "across packages, across package boundaries, across modules",
        "own-code": "our own code, own code, our code, your own code, our own modules, own modules",
        "purpose": "purpose",
        "timeout": "timeout, timeouts, time out",
        "secret-manager": "secret manager, secrets manager, key vault, secret store, secrets store",
        "service": "service",
        "simplify": "simplify, simplifying",
        "traceback": "traceback, stack trace, stacktrace",
        "logic": "logic",
        "manage": "manage, managing, management, managed",
        "secure": "secure",
        "tool": "tool",
        "sphinx-field": "sphinx field, sphinx fields",
        "re-raise": "re raise, re raising, re raised, reraise, reraising, reraises",
        "short-text": "short description, description is short, short text",
        "description": "description, descriptions",
        "with-parameters": """
            with parameters, with params, with arguments, with args, that take parameters, that take arguments,
            that have parameters, that have arguments, takes parameters, takes arguments, take arguments,
            take parameters, has parameters, has arguments, have parameters, have arguments
        """,
        "without-parameters": """
            without parameters, without params, without arguments, without args, with no parameters, with no params,
            with no arguments, with no args, has no parameters, has no arguments, have no parameters,
            have no arguments, takes no parameters, takes no arguments, take no parameters, take no arguments,
            no parameters, no arguments, no-arg, parameterless
        """,
        "same-line": "same line, on the same line, on one line with",
        "between": "between",
        "pure": "pure, side effect free",
        "status-code": "status code, http status code, http status, http response code, response code",
        "host-key": "host key, ssh host key, known hosts",
        "request-body": "request body, request bodies, request payload",
        "response-body": "response body, response bodies, response payload",
        "blueprint": "blueprint",
        "app-factory": """
            app factory, application factory, flask factory, factory function, application factories, app factories,
            flask application factory
        """,
        "specific": "specific",
        "html-parsing": "html parsing, html parser, parsing html, parse html",
        "html-rendering": "html rendering, html template, html templates, rendering html",
        "json-serialization": "json serialization, json parsing, json encoding, json handling, json processing",
        "parser": "parser, parsers",
        "controller": "controller, controllers",
        "workflow": "workflow, workflows",
        "plugin": "plugin, plugins",
        "middleware": "middleware, middlewares",
        "adapter": "adapter, adapters",
        "accept": "accept, accepts, accepting",
        "inherit": "inherit, inherits, inheriting, inherited",
        "chain": "chain, chaining, chained",
        "cause": "cause, original cause",
        "register": "register, registered, registering",
        "raise-from": "raise from",
        "python-version": "python version",
        "framework": "framework",
        "send": "send, sending",
        "decorator": "decorator",
        "response-model": "response model, response models",
        "specify": "specify, specifying, specified",
    },
)
