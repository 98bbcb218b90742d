# Prints what breaks the style, with its place, and fails then: more than 120 characters in a line, a blank or a
# carriage return at its end; in Java, a tab, and && and || in one expression without parentheses.
# For LC_ALL=C: a character is a byte that doesn't continue another.

function complain(what) {
    print FILENAME ":" FNR ": " what
    faults++
}

# What is left of a line of Java without its strings and comments.
function code(line,    at) {
    if (inComment) {
        at = index(line, "*/")
        if (!at) return ""
        inComment = 0
        return code(substr(line, at + 2))
    }
    if (inText) {
        at = index(line, "\"\"\"")
        if (!at) return ""
        inText = 0
        return code(substr(line, at + 3))
    }
    if (!match(line, /"""|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\/|\/\*/)) return line
    at = substr(line, RSTART, RLENGTH)
    if (at == "//") return substr(line, 1, RSTART - 1)
    if (at == "/*") inComment = 1
    if (at == "\"\"") at = substr(line, RSTART, 3) # the match may be the first half of three quotes
    if (at == "\"\"\"") inText = 1
    return substr(line, 1, RSTART - 1) code(substr(line, RSTART + (inText || inComment ? length(at) : RLENGTH)))
}

# Follows the parentheses; in each pair, and in each part of it, one of the two operators may be met.
function operators(line,    token) {
    while (match(line, /[][(){};,?:]|->|&&|\|\|/)) {
        token = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (token ~ /[[({]/) {
            met[++depth] = ""
        } else if (token == "&&" || token == "||") {
            if (met[depth] != "" && met[depth] != token) complain("&& and || without parentheses")
            met[depth] = token
        } else if (token !~ /[])]/) {
            if (token == "}") depth--
            met[depth] = ""
        } else {
            depth--
        }
    }
}

FNR == 1 {
    java = FILENAME ~ /\.java$/
    inComment = inText = depth = 0
    met[0] = ""
}
{
    characters = $0
    gsub(/[\200-\277]/, "", characters)
    if (length(characters) > 120) complain(length(characters) " characters")
}
/[ \t\r]$/ { complain("a blank at the end") }
java && /\t/ { complain("a tab") }
java { operators(code($0)) }
END { exit faults > 0 }
