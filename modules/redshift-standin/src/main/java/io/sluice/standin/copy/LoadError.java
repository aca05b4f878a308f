package io.sluice.standin.copy;

/**
 * Why a row could not be loaded, with the columns of STL_LOAD_ERRORS.
 *
 * @param line from 1, in the file
 * @param column its name; empty if the error is of the whole line
 * @param type as DDL spells it, without a length
 * @param columnLength the declared length, else 0
 * @param position of the field in the line, from 0
 * @param code Redshift's number, such as 1204
 * @param rawField at most 1,024 bytes
 * @param rawLine at most 1,024 bytes
 */
public record LoadError(
        String file,
        long line,
        String column,
        String type,
        int columnLength,
        int position,
        int code,
        String reason,
        String rawField,
        String rawLine) {}
