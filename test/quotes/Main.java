package quotes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code java quotes.Main FOLDER FILE…}: is each quotation in these files, or below these folders, in the section that
 * it names, and is there such a section? FOLDER has the RFCs, as {@code rfc6455.txt}. What a quotation is,
 * {@link Quotations} says; of the matrix, {@code requirements.txt}, the key phrases are looked up.
 */
public final class Main {
    private static final Pattern CITATION = Pattern.compile("(?:RFC (\\d+) )?§([\\d.]+)");

    private final Path folder;
    private final PrintStream out;
    private final Map<Integer, Rfc> rfcs = new HashMap<>();
    private final Set<Integer> unknown = new TreeSet<>();
    private int wrong;

    private Main(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        if (args.length < 2 || args[0].isBlank() || !Files.isDirectory(Path.of(args[0]))) {
            out.println("which texts? make quotes RFC=FOLDER, with rfc6455.txt and the others in it");
            System.exit(2);
        }
        List<Path> files = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            files.add(Path.of(args[i]));
        }
        System.exit(check(Path.of(args[0]), files, out) ? 0 : 1);
    }

    /** Whether all is there. What isn't is listed. */
    static boolean check(Path folder, List<Path> roots, PrintStream out) throws IOException {
        Main main = new Main(folder, out);
        List<Quotation> phrases = new ArrayList<>();
        List<Quotation> quotations = new ArrayList<>();
        List<Citation> citations = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.equals("requirements.txt")) {
                        phrases.addAll(keyPhrases(file));
                    } else if (name.endsWith(".java") || name.endsWith(".md")) {
                        String text = Files.readString(file);
                        List<Prose> prose = name.endsWith(".java") ? Prose.ofJava(text) : Prose.ofText(text);
                        quotations.addAll(Quotations.in(file.toString(), prose));
                        citations.addAll(Citation.in(file.toString(), prose));
                    }
                }
            }
        }
        for (Quotation each : phrases) {
            main.lookUp(each);
        }
        for (Quotation each : quotations) {
            main.lookUp(each);
        }
        for (Citation each : citations) {
            main.lookUp(each);
        }
        out.println(phrases.size() + " key phrases, " + quotations.size() + " quotations and " + citations.size()
                + " numbers of sections looked up: "
                + (main.wrong == 0 ? "all are there" : main.wrong + " are not there"));
        if (!main.unknown.isEmpty()) {
            out.println("there is no text of RFC " + main.unknown + ": sections of these were not looked up");
        }
        return main.wrong == 0;
    }

    private static List<Quotation> keyPhrases(Path file) throws IOException {
        List<Quotation> phrases = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] cells = line.split("\t");
            Matcher citation = CITATION.matcher(cells.length > 5 ? cells[4] : "");
            if (!line.startsWith("#") && citation.matches()) {
                int rfc = citation.group(1) == null ? Citation.WEBSOCKET : Integer.parseInt(citation.group(1));
                phrases.add(new Quotation(file + ":" + number, rfc, List.of(citation.group(2)), cells[5]));
            }
        }
        return phrases;
    }

    private void lookUp(Quotation quotation) throws IOException {
        Rfc rfc = rfc(quotation.rfc());
        String fault = rfc == null ? "no text of RFC " + quotation.rfc() + " in " + folder : null;
        for (String section : quotation.sections()) {
            if (fault == null && !rfc.hasSection(section)) {
                fault = "no §" + section;
            } else if (fault == null && !rfc.has(section, quotation.words())) {
                fault = "not in §" + section;
            }
        }
        if (fault != null) {
            wrong++;
            out.println(quotation + ": " + fault);
        }
    }

    /** The sections of an RFC whose text is missing are let pass: only what is quoted has to be shown. */
    private void lookUp(Citation citation) throws IOException {
        Rfc rfc = rfc(citation.rfc());
        if (rfc == null) {
            unknown.add(citation.rfc());
        } else if (!rfc.hasSection(citation.section())) {
            wrong++;
            out.println(citation + ": no such section");
        }
    }

    /** Null if there is no text of it. */
    private Rfc rfc(int number) throws IOException {
        Path file = folder.resolve("rfc" + number + ".txt");
        if (!rfcs.containsKey(number)) {
            rfcs.put(number, Files.exists(file) ? Rfc.parse(Files.readString(file)) : null);
        }
        return rfcs.get(number);
    }
}
