//! Text in columns.

/// The rows as lines, padded so that columns line up. Columns whose number (from 0) is in `right` are aligned to the right.
pub fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            if column > 0 {
                line.push_str("  ");
            }
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            if right.contains(&column) {
                line.push_str(&padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&padding);
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_end_without_blanks() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows =
            [row(["name", "us", "ok"]), row(["click", "307.25", "yes"]), row(["create 1,000", "9", ""])];
        assert_eq!(
            aligned(&rows, &[1]),
            "name              us  ok\n\
             click         307.25  yes\n\
             create 1,000       9\n"
        );
    }

    #[test]
    fn no_rows_are_no_text() {
        assert_eq!(aligned(&[], &[]), "");
    }
}
