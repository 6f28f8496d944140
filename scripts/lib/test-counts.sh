# shellcheck shell=bash
# Counts tests and finds slow ones in the reports that surefire writes, one XML file a class. Sourced, never run.

# Prints "N passed, N failed, N skipped" over the reports in the folders named; a folder without reports adds nothing.
# A test that ended with another exception than that of an assertion counts as failed too.
count_tests() {
    find_reports "$@"
    awk '
        function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
        FNR == 1 { counted = 0 }
        /^<testsuite / && !counted {
            counted = 1 # what a test printed may look like a report too
            failed += number("failures") + number("errors"); skipped += number("skipped"); all += number("tests")
        }
        END { printf "%d passed, %d failed, %d skipped\n", all - failed - skipped, failed, skipped }
    ' "${reports[@]}" </dev/null
}

# Prints the $1 slowest tests of the reports in the folders named: seconds, class, test.
slowest_tests() {
    local number=$1
    shift
    find_reports "$@"
    awk '
        function text(name) { return match($0, " " name "=\"[^\"]*") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : "" }
        /^ *<testcase / { printf "%8.2f s  %s  %s\n", text("time"), text("classname"), text("name") }
    ' "${reports[@]}" </dev/null | sort -rn | sed -n "1,${number}p"
}

# Prints which tests of the reports in the folders named were skipped, and why: class, test, reason, each once.
skipped_tests() {
    find_reports "$@"
    awk '
        function text(name) { return match($0, " " name "=\"[^\"]*") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : "" }
        function plain(xml) {
            gsub(/&quot;/, "\"", xml); gsub(/&apos;/, "\047", xml); gsub(/&lt;/, "<", xml); gsub(/&gt;/, ">", xml)
            gsub(/&#10;.*/, "", xml); gsub(/&amp;/, "\\&", xml)
            return xml
        }
        /^ *<testcase / { test = text("classname") "  " text("name") }
        /^ *<skipped/ {
            why = plain(text("message"))
            sub(/^Assumption failed: /, "", why)
            print test ": " (why == "" ? "no reason given" : why)
        }
    ' "${reports[@]}" </dev/null | sort -u
}

# Sets "reports" to the reports in the folders named.
find_reports() {
    local folder file
    reports=()
    for folder in "$@"; do
        for file in "$folder"/TEST-*.xml; do
            [ -f "$file" ] && reports+=("$file")
        done
    done
    return 0
}
