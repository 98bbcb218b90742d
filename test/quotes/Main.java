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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code java quotes.Main FOLDER FILE…}: is each quotation in these files, or below these folders, in the section that it
 * names? FOLDER has the RFCs, as {@code rfc6455.txt}. What a quotation is, {@link Quotations} says; of the matrix,
 * {@code requirements.txt}, the key phrases are looked up.
 */
public final class Main {
    private static final Pattern CITATION = Pattern.compile("(?:RFC (\\d+) )?§([\\d.]+)");

    private final Path folder;
    private final PrintStream out;
    private final Map<Integer, Rfc> rfcs = new HashMap<>();
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
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.equals("requirements.txt")) {
                        phrases.addAll(keyPhrases(file));
                    } else if (name.endsWith(".java")) {
                        quotations.addAll(Quotations.in(file.toString(), Prose.ofJava(Files.readString(file))));
                    } else if (name.endsWith(".md")) {
                        quotations.addAll(Quotations.in(file.toString(), Prose.ofText(Files.readString(file))));
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
        out.println(phrases.size() + " key phrases and " + quotations.size() + " quotations looked up, "
                + (main.wrong == 0 ? "all of them are there" : main.wrong + " of them are not there"));
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
                int rfc = citation.group(1) == null ? 6455 : Integer.parseInt(citation.group(1));
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

    /** Null if there is no text of it. */
    private Rfc rfc(int number) throws IOException {
        Path file = folder.resolve("rfc" + number + ".txt");
        if (!rfcs.containsKey(number)) {
            rfcs.put(number, Files.exists(file) ? Rfc.parse(Files.readString(file)) : null);
        }
        return rfcs.get(number);
    }
}
