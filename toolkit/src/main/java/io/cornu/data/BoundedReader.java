package io.cornu.data;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text whose records must not grow without bound, as one with a lost quote would. */
final class BoundedReader extends FilterReader {
    private static final int LONGEST_RECORD = 1 << 24;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String where;
    private int sinceRecord;

    private BoundedReader(Reader reader, String where) {
        super(reader);
        this.where = where;
    }

    /** A UTF-8 file, gzipped or not, with or without a byte order mark. */
    static BoundedReader open(Path file) throws IOException {
        Reader decoded = new InputStreamReader(GzipFiles.open(file), StandardCharsets.UTF_8.newDecoder());
        PushbackReader reader = new PushbackReader(new BufferedReader(decoded), 1);
        try {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            return new BoundedReader(reader, file.toString());
        } catch (IOException failure) {
            reader.close();
            throw failure;
        }
    }

    void startRecord() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        count(1);
        return character;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int received = super.read(target, offset, length);
        count(Math.max(0, received));
        return received;
    }

    private void count(int characters) throws DataFileException {
        sinceRecord += characters;
        if (sinceRecord > LONGEST_RECORD) {
            throw new DataFileException(
                    where,
                    "expected rows of at most " + LONGEST_RECORD
                            + " characters, received a longer one. Close its quotes.");
        }
    }
}
