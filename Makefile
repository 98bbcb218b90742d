# make help lists what there is. Everything but the tests needs a JDK 17 or newer and nothing else.

# make -f FOLDER/Makefile, from another folder: the same, in that folder.
ifneq ($(findstring /,$(MAKEFILE_LIST)),)
FOLDER := $(shell dirname '$(strip $(MAKEFILE_LIST))')
GOALS  := $(or $(MAKECMDGOALS),all)
.PHONY: $(GOALS)
$(GOALS):
	@$(MAKE) --no-print-directory -C '$(FOLDER)' $@
else

# What --version prints.
VERSION := 1.0

HOST   ?= 127.0.0.1
PORT   ?= 9502
ORIGIN ?=
TLS    ?=
TRACE  ?=
ARGS   ?=
# A small young generation: the JVM would touch all of a large one before it collects for the first time.
# Huge pages for the heap, if the kernel gives them on request: a few percent of the processor time. On other machines
# the JVM would print a warning at each start.
huge-pages := $(if $(filter [always] [madvise],$(shell cat /sys/kernel/mm/transparent_hugepage/enabled \
                2>/dev/null)),-XX:+UseTransparentHugePages)
JVM    ?= -XX:+UseSerialGC -Xmn16m $(huge-pages)
# For the suite, which is over before the second compiler's work pays off: half the time, a third of the memory.
SUITE_JVM := -XX:+UseSerialGC -XX:TieredStopAtLevel=1
ONLY   ?=
DETAILS ?= tree
RFC    ?=

# The chapters in reading order, each with those that it may import. A chapter has a class folder of its own and is
# compiled against the folders of these and no others: another import doesn't compile, in a clean tree or a built one.
CHAPTERS := http handshake frame message connection wire loop log mirror chat

IMPORTS_http       :=
IMPORTS_handshake  := http
IMPORTS_frame      :=
IMPORTS_message    := frame
IMPORTS_connection := http handshake frame message
IMPORTS_wire       :=
IMPORTS_loop       := connection wire
IMPORTS_log        := frame connection
IMPORTS_mirror     := http handshake frame message connection
IMPORTS_chat       := $(filter-out chat,$(CHAPTERS))

# The suite is a program by itself. It imports the JDK only, so that a bug of ours can't hide itself.
IMPORTS_conformance :=

# These have no channel, thread, lock or clock: a line of code with one of these words is an error. Lines of comments
# aren't searched.
PURE   := http handshake frame message connection mirror
IMPURE := java\.nio\.channels java\.net\.[A-Za-z]*Socket\> java\.util\.concurrent java\.util\.Timer \
          Thread synchronized volatile nanoTime currentTimeMillis Clock \.now\(

JAVA_BIN := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/,)
JAVA     := $(JAVA_BIN)java
JAR      := $(JAVA_BIN)jar
JLINK    := $(JAVA_BIN)jlink
JAVAC    := $(JAVA_BIN)javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC \
            --release 17 -encoding UTF-8 -Xlint:all -Werror

# The classes of all chapters together, as java -cp needs them. No chapter is compiled against this folder.
MAIN := build/main
TEST := build/test
BENCH := build/bench

# JUnit comes from Maven, once, and only if it is the file that is meant.
JUNIT_VERSION := 1.13.4
JUNIT_SHA256  := 3fdfc37e29744a9a67dd5365e81467e26fbde0b7aa204e6f8bbe79eeaa7ae892
JUNIT         := .cache/junit-platform-console-standalone-$(JUNIT_VERSION).jar

.PHONY: all room suite jdk style jar image run conformance peers test browsers quotes bench \
        bench-peers bench-idle bench-micro soak clean help
.DELETE_ON_ERROR:

# With TLS=1.
TLS_KEY      := .cache/tls/room.p12
TLS_PASSWORD := .cache/tls/password
tls-key   := $(if $(filter-out 0,$(TLS)),$(TLS_KEY))
tls-flags := $(if $(tls-key),--tls $(TLS_KEY) --tls-password-file $(TLS_PASSWORD))

# What make run needs, what make conformance needs, and all.
ROOM  := $(CHAPTERS:%=build/%.stamp) $(MAIN)/chat/client.html $(MAIN)/chat/version
SUITE := build/conformance.stamp
ALL   := $(ROOM) $(SUITE) $(MAIN)/module-info.class

all: $(ALL)

# Asked for its version once, and again when it is another.
jdk:
	@mkdir -p build; \
	found=$$(ls -liL "$$(command -v '$(JAVA)')" "$$(command -v '$(JAVA_BIN)javac')" 2>&1); \
	[ "$$found" = "$$(cat build/jdk 2>&1)" ] && exit; \
	for command in '$(JAVA)' '$(JAVA_BIN)javac'; do \
	    path=$$(command -v "$$command") || { \
	        echo "needs a JDK 17 or newer: there is no $$command$(if $(JAVA_HOME),, in PATH ($$PATH))," \
	            'and JAVA_HOME is $(or $(JAVA_HOME),not set)' >&2; exit 1; }; \
	    version=$$("$$path" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p; s/^javac \([0-9]*\).*/\1/p'); \
	    [ "$${version:-0}" -ge 17 ] || { \
	        echo "needs a JDK 17 or newer: $$path is version $${version:-unknown};" \
	            'JAVA_HOME is $(or $(JAVA_HOME),not set) and may name another' >&2; exit 1; }; \
	done; \
	echo "$$found" >build/jdk
room: $(ROOM)
suite: $(SUITE)

help:
	@echo 'make                compile into $(MAIN)'
	@echo 'make run            start the room at http://$(HOST):$(PORT)/'
	@echo '                    TRACE=1: what all connections send and get, byte by byte; TRACE=tea: those of a room'
	@echo "                    HOST=0.0.0.0 PORT=9000 ORIGIN=null ARGS='--echo' change that"
	@echo '                    TLS=1: at https://$(HOST):$(PORT)/, with a key of its own, made once'
	@echo "                    ARGS=--help lists all flags; JVM='$(JVM)' are the JVM's"
	@echo 'make conformance    test our own server (TLS=1: over TLS); URL=ws://host:port/path any other'
	@echo "                    ARGS='--strict --html report.html' passes options, ARGS=--help lists them"
	@echo 'make peers          test servers that others wrote (npm, Maven and Debian packages); ONLY=ws just that one'
	@echo 'make operation      what an operator does: metrics, nginx, systemd, node and curl as clients (Debian packages)'
	@echo 'make test           run all tests (Maven fetches JUnit, once)'
	@echo "                    ONLY=name runs the test classes whose names contain it"
	@echo 'make browsers       run the tests of the page in Firefox too'
	@echo 'make quotes         look up what is quoted from RFCs; RFC=FOLDER has their texts, as rfc6455.txt'
	@echo 'make jar            build/chat.jar and build/conformance.jar, for java -jar from any folder'
	@echo 'make image          build/image, a folder that needs no Java: bin/chat and bin/conformance'
	@echo 'make style          check the length of lines and the like, as make test does'
	@echo 'make bench          measure the room beside the least that a JVM can do; URL=ws://… for another server'
	@echo "                    MEMBERS=500 SENDERS=1 WINDOW=64 BYTES=32 SECONDS=5 RUNS=3 RATE=0 JSON=1"
	@echo '                    PACED=1: only rooms at a fixed rate; ROOMS=1000: many rooms of MEMBERS each'
	@echo '                    DEFLATE=1: members offer compression, texts are 1000 bytes like JSON'
	@echo "                    TLS=1: over TLS, beside the same without it; CHECKED=4: most members don't decrypt"
	@echo 'make bench-peers    the same load on a server in C (gcc) and on Bun (npm); ONLY=room, epoll or bun'
	@echo 'make bench-idle     memory of idle connections; POLLS=1: of long polls'
	@echo 'make bench-micro    unmasking and UTF-8'
	@echo 'make soak           two servers under a varied load; SECONDS=600 SEED=1'
	@echo 'make clean          remove what was built'

# TRACE=1 is all connections: that of member 1 is ARGS=--trace=1.
trace-flag = $(if $(filter-out 0,$(TRACE)),--trace$(if $(filter-out 1,$(TRACE)),='$(TRACE)'))

run: $(ROOM) $(tls-key)
	@exec $(JAVA) $(JVM) -cp $(MAIN) chat.Main --host '$(HOST)' --port '$(PORT)' $(tls-flags) \
	    $(if $(ORIGIN),--origin '$(ORIGIN)') $(trace-flag) $(ARGS)

# A key that nobody has certified. It is in .cache, which make clean leaves: a browser that was told once to trust it
# needn't be told again. After rm -r .cache/tls another is made. The password is random.
$(TLS_KEY): | jdk
	@echo 'keytool'
	@umask 077; rm -rf $(@D); mkdir -p $(@D); \
	od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >$(TLS_PASSWORD); \
	name=$$(uname -n | grep -xE '[A-Za-z0-9.-]+'); \
	$(JAVA_BIN)keytool -genkeypair -alias room -keyalg EC -groupname secp256r1 -validity 825 -dname 'CN=chat room' \
	    -ext "SAN=dns:localhost,ip:127.0.0.1,ip:::1$${name:+,dns:$$name}" \
	    -storetype PKCS12 -keystore $@ -storepass:file $(TLS_PASSWORD) >$(@D)/keytool.log 2>&1 || \
	    { cat $(@D)/keytool.log; exit 1; }

# Without URL our own server is started for it, on any free port, and ended after it. Some options need no server.
serverless := $(filter --compare --list --coverage --version --help -h,$(ARGS))
conformance: $(SUITE) $(if $(serverless)$(URL),,$(ROOM) $(tls-key))
ifneq (,$(serverless)$(URL))
	@exec $(JAVA) $(SUITE_JVM) -cp $(MAIN) conformance.Main $(ARGS) $(if $(serverless),,'$(URL)')
else
	@rm -f build/echo.url && mkfifo build/echo.url; \
	$(JAVA) $(JVM) -cp $(MAIN) chat.Main --port 0 --echo $(tls-flags) >build/echo.url 2>build/echo.log & server=$$!; \
	trap 'kill $$server; rm -f build/echo.url' EXIT; trap 'exit 130' INT; \
	exec 3<build/echo.url; \
	while read -r line <&3; do case "$$line" in 'echo at '*) url=$${line#echo at }; break; esac; done; \
	test -n "$$url" || { cat build/echo.log; exit 2; }; \
	$(JAVA) $(SUITE_JVM) -cp $(MAIN) conformance.Main --subprotocol chat $(if $(tls-key),--insecure) $(ARGS) \
	    "$$url"
endif

# Servers that others wrote: their packages are fetched, each is started, tested, and ended. Not a part of make test.
peers: $(SUITE) $(ROOM)
	@JAVA='$(JAVA)' SUITE_JVM='$(SUITE_JVM)' ARGS='$(ARGS)' test/peers/run.sh $(ONLY)

# What an operator does with the server, for real. Not a part of make test: it needs programs that others wrote.
operation: image
	@test/operation/run.sh

FILES := $(sort $(shell find src test -type f))
files   = $(filter src/$(1)/%,$(FILES))
sources = $(filter %.java,$(files))
empty  :=
space  := $(empty) $(empty)
folders = $(subst $(space),:,$(addprefix build/classes/,none $(IMPORTS_$(1))))

# A chapter is compiled when its files, the list of its files, its imports, or the classes of its imports have changed.
# The stamp is as old as the beginning of that, so that what is saved meanwhile is newer. What doesn't compile leaves
# all folders as they were.
define compile-chapter
build/$(1).inputs: build/chapters FORCE
	@echo '$(IMPORTS_$(1)): $(files)' | cmp -s - $$@ || echo '$(IMPORTS_$(1)): $(files)' >$$@

build/$(1).stamp: build/chapters build/$(1).inputs $(files) $(IMPORTS_$(1):%=build/%.stamp) | jdk
	@echo 'javac $(1)'
	@touch $$@.new
	$(if $(filter $(1),$(PURE)),@$(check-pure))
	@rm -rf build/$(1).new
	@$$(JAVAC) --limit-modules java.base -cp $(folders) -d build/$(1).new $(sources)
	@for file in $(filter-out %.java,$(files)); do cp $$$$file build/$(1).new/$$$${file#src/}; done
	@rm -rf build/classes/$(1) $(MAIN)/$(1) && mv build/$(1).new build/classes/$(1) && cp -R build/classes/$(1)/. $(MAIN)/
	@mv $$@.new $$@
endef
check-pure = ! grep -nE '$(subst $(space),|,$(strip $(IMPURE)))' $(sources) /dev/null \
    | grep -vE '^[^:]*:[0-9]+: *(\*|/\*|//)' || \
    { echo '$(1) is a pure chapter: no channel, thread, lock or clock'; exit 1; }
$(foreach chapter,$(CHAPTERS) conformance,$(eval $(call compile-chapter,$(chapter))))

# Without the classes of chapters that are no more.
build/chapters: FORCE
	@echo '$(CHAPTERS)' | cmp -s - $@ || { rm -rf $(MAIN) build/classes && mkdir -p $(MAIN) build/classes/none && \
	    echo '$(CHAPTERS)' >$@; }

# Behind the chapter, as its compilation replaces the folder.
$(MAIN)/chat/client.html: client.html build/chat.stamp
	@cp client.html $@

$(MAIN)/chat/version: Makefile build/chat.stamp
	@echo '$(VERSION)' >$@

# The module descriptor: java.base is all that src/ needs.
$(MAIN)/module-info.class: src/module-info.java build/chapters
	@$(JAVAC) --limit-modules java.base -d $(MAIN) src/module-info.java

FORCE:

# The same classes make the same file, wherever and whenever. A jar can't have options for the JVM.
jar: build/chat.jar build/conformance.jar
build/chat.jar:        $(ROOM)
	@$(call pack,chat,$(CHAPTERS))
build/conformance.jar: $(SUITE)
	@$(call pack,conformance,conformance)
pack = echo 'jar $(1)'; \
    find $(addprefix $(MAIN)/,$(2)) -type f | sed 's|^$(MAIN)/|-C $(MAIN) |' | LC_ALL=C sort >build/$(1).files; \
    $(JAR) --create --file $@ --date 2000-01-01T00:00:00Z --main-class $(1).Main @build/$(1).files

# A folder with a Java of its own. Elliptic curves, which most wss:// servers need, are a module before JDK 22.
image: build/image/bin/chat
build/image/bin/chat: $(ALL) Makefile
	@echo 'jlink'
	@rm -rf build/image
	@curves=$$($(JAVA) --list-modules | sed -n 's/^\(jdk\.crypto\.ec\)@.*/,\1/p'); \
	$(JLINK) --module-path $(MAIN) --add-modules chat.room$$curves --no-header-files --no-man-pages --output build/image
	@$(call launcher,conformance,$(SUITE_JVM))
	@$(call launcher,chat,$(filter-out $(huge-pages),$(JVM))) # it may start elsewhere
launcher = printf '%s\n' '\#!/bin/sh' 'file=$$0' '[ -h "$$file" ] && file=$$(readlink -f "$$file") \# a link to it' \
    'exec "$${file%/*}/java" $(2) -m chat.room/$(1).Main "$$@"' >build/image/bin/$(1) && chmod +x build/image/bin/$(1)

TESTS := $(filter-out test/bench/% test/peers/% test/soak/%,$(filter test/%.java,$(FILES)))
build/test.inputs: FORCE
	@mkdir -p build && echo '$(TESTS)' | cmp -s - $@ || echo '$(TESTS)' >$@

build/test.stamp: build/test.inputs $(TESTS) $(ALL) $(JUNIT)
	@rm -rf $(TEST) && mkdir -p $(TEST)
	@echo 'javac test'
	@$(JAVAC) -cp $(MAIN):$(JUNIT) -d $(TEST) $(filter %.java,$^)
	@touch $@

# Lines of at most 120 characters, and what else .editorconfig says; && and || aren't mixed without parentheses.
STYLED := $(filter %.java %.awk %.js %.ts %.py %.sh,$(FILES)) \
          Makefile client.html .ci/run .editorconfig
style:
	@LC_ALL=C awk -f test/style.awk $(STYLED)

$(JUNIT):
	@echo 'fetching JUnit $(JUNIT_VERSION)'
	@mkdir -p .cache
	@mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
	    -Dartifact=org.junit.platform:junit-platform-console-standalone:$(JUNIT_VERSION) -DoutputDirectory=.cache \
	    || { echo 'the tests need Maven (mvn) once, to fetch JUnit'; exit 1; }
	@echo '$(JUNIT_SHA256)  $@' | \
	    { if command -v sha256sum >/dev/null; then sha256sum -c --quiet; else shasum -a 256 -c; fi; } || \
	    { rm -f $@; echo 'JUnit is not the file that was expected'; exit 1; }

test: style build/test.stamp
	@$(JAVA) -cp $(MAIN):$(TEST):$(JUNIT) org.junit.platform.console.ConsoleLauncher execute --disable-banner \
	    --details=$(DETAILS) --scan-classpath=$(TEST) --include-classname='(?=.*$(ONLY)).*Test' --fail-if-no-tests \
	    --reports-dir=build/reports

# The page's tests in Firefox (Debian: firefox-esr). make test runs them in Chromium.
browsers: build/test.stamp
	@$(JAVA) -Dbrowser=firefox -cp $(MAIN):$(TEST):$(JUNIT) org.junit.platform.console.ConsoleLauncher execute \
	    --disable-banner --details=$(DETAILS) --select-package=browser --exclude-classname='.*ReportPagesTest' \
	    --include-classname='(?=.*$(ONLY)).*Test' --reports-dir=build/reports

# The texts of the RFCs are not ours to keep here, so this is no test.
build/quotes.stamp: $(filter-out %Test.java,$(filter test/quotes/%.java,$(FILES)))
	@rm -rf build/quotes && mkdir -p build/quotes
	@echo 'javac quotes'
	@$(JAVAC) -d build/quotes $^
	@touch $@

quotes: build/quotes.stamp
	@$(JAVA) -cp build/quotes quotes.Main '$(RFC)' src $(filter-out test/quotes,$(wildcard test/*)) README.md

# The benchmark is a program of its own. Its settings are variables, taken from the command line only, as an environment
# may have a RATE or a SERVER of its own: make bench MEMBERS=500 RUNS=5 SERVER='--loops 1'
BENCH_SETTINGS := URL PID ROOMS MEMBERS CHECKED DEAF DEFLATE SENDERS WINDOW RATE BYTES WARMUP SECONDS DRAIN RUNS PACED \
                  STORM FLOOR PIN JSON SERVER CONNECTIONS POLLS STARTS ROUNDS MILLIS
bench-settings = $(foreach name,$(BENCH_SETTINGS),$(if $(filter command,$(origin $(name))),$(name)='$($(name))'))

build/bench.stamp: $(filter test/bench/%.java test/support/%.java,$(FILES)) $(ROOM)
	@rm -rf $(BENCH) && mkdir -p $(BENCH)
	@echo 'javac bench'
	@$(JAVAC) -cp $(MAIN) -sourcepath test -d $(BENCH) $(filter test/bench/%,$^) # and what it uses of test/support
	@touch $@

bench: build/bench.stamp $(tls-key)
	@$(JAVA) -cp $(BENCH) bench.Main jvm='$(JVM)' tls='$(tls-flags)' $(bench-settings)

# The same load on a server in C and on Bun: gcc and npm are needed.
bench-peers: build/bench.stamp
	@ONLY='$(ONLY)' test/bench/peers/run.sh $(bench-settings)

bench-idle: build/bench.stamp $(tls-key)
	@$(JAVA) -cp $(BENCH) bench.Idle jvm='$(JVM)' tls='$(tls-flags)' $(bench-settings)

bench-micro: build/bench.stamp
	@$(JAVA) -cp $(MAIN):$(BENCH) bench.Micro $(bench-settings)

# The endurance run is a program of its own too.
SOAK := build/soak
soak-settings = $(foreach name,SECONDS SEED,$(if $(filter command,$(origin $(name))),$(name)='$($(name))'))

build/soak.stamp: $(filter test/soak/%.java test/hostile/%.java test/support/%.java,$(FILES)) $(ROOM)
	@rm -rf $(SOAK) && mkdir -p $(SOAK)
	@echo 'javac soak'
	@$(JAVAC) -cp $(MAIN) -sourcepath test -d $(SOAK) $(filter test/soak/%,$^) # and what it uses of the others
	@touch $@

soak: build/soak.stamp
	@$(JAVA) -cp $(MAIN):$(SOAK) soak.Main jvm='$(JVM)' $(soak-settings)

clean:
	rm -rf build

endif
