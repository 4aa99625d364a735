# Sourced by the commands of this module: builds what is needed, and runs the class in $1.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=integration-tests/$(basename "$0")

fail() {
  echo "$name: $1" >&2
  exit 2
}

run_class() {
  local class=$1 java=${JAVA_HOME:+$JAVA_HOME/bin/}java version
  shift
  command -v "$java" >/dev/null || fail "a JDK 17 is needed; there is no java on the PATH and no JAVA_HOME"
  command -v mvn >/dev/null || fail "Maven 3.8 or later is needed; there is no mvn on the PATH"
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  [ "$version" = 17 ] || fail "a JDK 17 is needed, $java is $version"
  cd "$root"
  if [ "$*" != --help ] || [ ! -f integration-tests/target/class-path ]; then
    echo "building the plugin and the tests with Maven, which takes a minute or more ..."
    mvn -q -B -ntp -pl integration-tests,plugin -am -DskipTests -Dspotless.check.skip=true package >&2
  fi
  exec "$java" -Xmx512m -Dstreamgauge.root="$root" \
    -cp "integration-tests/target/test-classes:$(cat integration-tests/target/class-path)" "$class" "$@"
}
