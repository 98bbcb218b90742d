# make help tells what there is. Everything but the tests needs a JDK 17 or newer and nothing else.

HOST   ?= 127.0.0.1
PORT   ?= 9502
ORIGIN ?=
ARGS   ?=
# A small young generation: the JVM would touch all of a large one before it collects for the first time.
JVM    ?= -XX:+UseSerialGC -Xmn16m
ONLY   ?=
DETAILS ?= tree

# The chapters, in reading order. Each is compiled against those before it only: an import that points down can't compile.
CHAPTERS := http handshake frame message connection loop chat

JAVA_BIN := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/,)
JAVA     := $(JAVA_BIN)java
JAVAC    := $(JAVA_BIN)javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC --release 17 -encoding UTF-8 -Xlint:all -Werror

MAIN := build/main
TEST := build/test
BENCH := build/bench

# JUnit comes from Maven, once, and only if it is the file that is meant.
JUNIT_VERSION := 1.13.4
JUNIT_SHA256  := 3fdfc37e29744a9a67dd5365e81467e26fbde0b7aa204e6f8bbe79eeaa7ae892
JUNIT         := .cache/junit-platform-console-standalone-$(JUNIT_VERSION).jar

.PHONY: all run conformance peers test bench bench-idle bench-micro clean help
.DELETE_ON_ERROR:

all: build/module.stamp

help:
	@echo 'make                compile into $(MAIN)'
	@echo 'make run            start the room at http://$(HOST):$(PORT)/'
	@echo "                    HOST=0.0.0.0 PORT=9000 ORIGIN='*' ARGS='--echo' change that"
	@echo "                    ARGS=--help lists all flags; JVM='$(JVM)' are the JVM's"
	@echo 'make conformance    test our own server; URL=ws://host:port/path any other that echoes'
	@echo "                    ARGS='--strict --html report.html' passes options, ARGS=--help lists them"
	@echo 'make peers          test servers that others wrote (npm, Maven and Debian packages); ONLY=ws just that one'
	@echo 'make test           run all tests (Maven fetches JUnit, once)'
	@echo "                    ONLY=name runs the test classes whose names contain it"
	@echo 'make bench          measure the room beside the least that a JVM can do; URL=ws://… for another server'
	@echo "                    MEMBERS=500 SENDERS=1 WINDOW=64 BYTES=32 SECONDS=5 RUNS=3 RATE=0 JSON=1"
	@echo 'make bench-idle     memory of idle connections; make bench-micro: unmasking and UTF-8'
	@echo 'make clean          remove what was built'

run: all
	@exec $(JAVA) $(JVM) -cp $(MAIN) chat.Main --host '$(HOST)' --port '$(PORT)' $(if $(ORIGIN),--origin '$(ORIGIN)') $(ARGS)

# Without URL our own server is started for it, on any free port, and ended after it.
conformance: all
ifdef URL
	@exec $(JAVA) -cp $(MAIN) conformance.Main $(ARGS) '$(URL)'
else
	@rm -f build/echo.url && mkfifo build/echo.url; \
	$(JAVA) -cp $(MAIN) chat.Main --port 0 --echo >build/echo.url 2>build/echo.log & server=$$!; \
	trap 'kill $$server; rm -f build/echo.url' EXIT; \
	exec 3<build/echo.url; \
	while read -r line <&3; do case "$$line" in 'echo at '*) url=$${line#echo at }; break; esac; done; \
	test -n "$$url" || { cat build/echo.log; exit 2; }; \
	$(JAVA) -cp $(MAIN) conformance.Main $(ARGS) "$$url"
endif

# Servers that others wrote: their packages are fetched, each is started, tested, and ended. Not a part of make test.
peers: all
	@JAVA='$(JAVA)' ARGS='$(ARGS)' test/peers/run.sh $(ONLY)

# One stamp a chapter, each after the one before it.
previous :=
define compile-chapter
build/$(1).stamp: $(wildcard src/$(1)/*.java) $(previous)
	@mkdir -p $(MAIN) && rm -rf $(MAIN)/$(1)
	@echo 'javac $(1)'
	@$(JAVAC) --limit-modules java.base -cp $(MAIN) -d $(MAIN) src/$(1)/*.java
	@touch $$@
previous := build/$(1).stamp
endef
$(foreach chapter,$(CHAPTERS),$(eval $(call compile-chapter,$(chapter))))

# The last chapter is compiled with an empty class path: it can import none of the others.
SUITE := $(shell find src/conformance -name '*.java')
build/conformance.stamp: $(SUITE) src/conformance/requirements.txt $(previous)
	@mkdir -p build/none && rm -rf $(MAIN)/conformance
	@echo 'javac conformance'
	@$(JAVAC) --limit-modules java.base -cp build/none -d $(MAIN) $(SUITE)
	@cp src/conformance/requirements.txt $(MAIN)/conformance/
	@touch $@
previous := build/conformance.stamp

# Last, the module descriptor: that java.base is all that src/ needs is checked once more, by the compiler.
build/module.stamp: src/module-info.java $(previous)
	@$(JAVAC) --limit-modules java.base -d $(MAIN) src/module-info.java
	@touch $@

build/test.stamp: $(shell find test -name '*.java' -not -path 'test/bench/*' -not -path 'test/peers/*') build/module.stamp $(JUNIT)
	@rm -rf $(TEST) && mkdir -p $(TEST)
	@echo 'javac test'
	@$(JAVAC) -cp $(MAIN):$(JUNIT) -d $(TEST) $(filter %.java,$^)
	@touch $@

$(JUNIT):
	@echo 'fetching JUnit $(JUNIT_VERSION)'
	@mkdir -p .cache
	@mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
	    -Dartifact=org.junit.platform:junit-platform-console-standalone:$(JUNIT_VERSION) -DoutputDirectory=.cache \
	    || { echo 'the tests need Maven (mvn) once, to fetch JUnit'; exit 1; }
	@echo '$(JUNIT_SHA256)  $@' | { if command -v sha256sum >/dev/null; then sha256sum -c --quiet; else shasum -a 256 -c; fi; } || { rm -f $@; echo 'JUnit is not the file that was expected'; exit 1; }

test: build/test.stamp
	@$(JAVA) -cp $(MAIN):$(TEST):$(JUNIT) org.junit.platform.console.ConsoleLauncher execute --disable-banner \
	    --details=$(DETAILS) --scan-classpath=$(TEST) --include-classname='(?=.*$(ONLY)).*Test' --fail-if-no-tests --reports-dir=build/reports

# The benchmark is a program of its own. Its settings are variables, taken from the command line only, as an environment may have a
# RATE or a SERVER of its own: make bench MEMBERS=500 RUNS=5 SERVER='--loops 1'
BENCH_SETTINGS := URL PID MEMBERS DEAF SENDERS WINDOW RATE BYTES WARMUP SECONDS DRAIN RUNS FLOOR PIN JSON SERVER \
                  CONNECTIONS STARTS ROUNDS MILLIS
bench-settings = $(foreach name,$(BENCH_SETTINGS),$(if $(filter command,$(origin $(name))),$(name)='$($(name))'))

build/bench.stamp: $(wildcard test/bench/*.java) build/module.stamp
	@rm -rf $(BENCH) && mkdir -p $(BENCH)
	@echo 'javac bench'
	@$(JAVAC) -cp $(MAIN) -d $(BENCH) $(filter %.java,$^)
	@touch $@

bench: build/bench.stamp
	@$(JAVA) -cp $(BENCH) bench.Main jvm='$(JVM)' $(bench-settings)

bench-idle: build/bench.stamp
	@$(JAVA) -cp $(BENCH) bench.Idle jvm='$(JVM)' $(bench-settings)

bench-micro: build/bench.stamp
	@$(JAVA) -cp $(MAIN):$(BENCH) bench.Micro $(bench-settings)

clean:
	rm -rf build
