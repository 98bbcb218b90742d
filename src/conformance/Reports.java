package conformance;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The files that reports go to. That they can be written is checked before there is anything to write: a run may take
 * minutes.
 */
final class Reports {
    private static final List<String> OPTIONS = List.of("--junit", "--json", "--html", "--markdown");

    private final Map<String, Path> files = new LinkedHashMap<>();

    Reports(Options options) throws Options.UsageException {
        for (String option : OPTIONS) {
            if (options.has(option)) {
                Path file = writable(options.value(option));
                if (files.containsValue(file)) {
                    throw new Options.UsageException("two reports can't both be " + file);
                }
                files.put(option, file);
            }
        }
    }

    /** By trying it. A file that wasn't there before isn't there after. */
    private static Path writable(String name) throws Options.UsageException {
        try {
            Path file = Path.of(name);
            boolean isNew = Files.notExists(file);
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
            if (isNew) {
                Files.delete(file);
            }
            return file;
        } catch (IOException | InvalidPathException e) {
            throw cannotWrite(name, e);
        }
    }

    /** Nothing if that report isn't asked for. */
    void write(String option, Supplier<String> text) throws Options.UsageException {
        Path file = files.get(option);
        if (file != null) {
            try {
                Files.writeString(file, text.get());
            } catch (IOException e) {
                throw cannotWrite(file.toString(), e);
            }
        }
    }

    private static Options.UsageException cannotWrite(String name, Exception e) {
        String why = e instanceof NoSuchFileException ? "there is no such folder"
                : e instanceof AccessDeniedException ? "no permission"
                : e instanceof FileSystemException failure && failure.getReason() != null ? failure.getReason()
                : e.getMessage();
        return new Options.UsageException("can't write " + name + ": " + why);
    }
}
