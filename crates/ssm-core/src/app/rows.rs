//! A plan as a person reads it: a sign, and columns that stand in line, within 80 characters for common names.

use crate::edge::{Ink, Terminal};

/// Columns of a common terminal.
const WIDTH: usize = 80;

/// What becomes of a thing, told by a sign; its colour only says it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is new.
    Create,
    /// It changes.
    Update,
    /// It stays.
    Same,
    /// It goes.
    Delete,
    /// It will not be done, or was not.
    Refused,
    /// Nobody could look, or nobody came to it.
    Unknown,
}

impl Sign {
    fn text(self) -> &'static str {
        match self {
            Self::Create => "+",
            Self::Update => "~",
            Self::Same => "=",
            Self::Delete => "-",
            Self::Refused => "!",
            Self::Unknown => "?",
        }
    }

    fn ink(self) -> Ink {
        match self {
            Self::Create => Ink::Green,
            Self::Update => Ink::Yellow,
            Self::Same => Ink::Faint,
            Self::Delete | Self::Refused => Ink::Red,
            Self::Unknown => Ink::Cyan,
        }
    }
}

/// One line of a plan, and what stands below it.
pub(super) struct Row {
    pub(super) sign: Sign,
    /// The name, and what is said of it; an empty one takes no room.
    pub(super) cells: Vec<String>,
    /// Which of the cells is the action, coloured as the sign.
    pub(super) action: usize,
    /// A line of details.
    pub(super) below: Option<String>,
}

/// Prints rows with their columns in line.
pub(super) fn show(terminal: &mut Terminal, rows: &[Row]) {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| length(cell)).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let mut line = terminal.inked(row.sign.ink(), row.sign.text());
        let last = row.cells.iter().rposition(|cell| !cell.is_empty()).unwrap_or(0);
        for (column, cell) in row.cells.iter().enumerate().take(last + 1).filter(|(column, _)| widths[*column] > 0) {
            let fill = if column == last { 0 } else { widths[column] - length(cell) };
            let cell = if column == row.action { terminal.inked(row.sign.ink(), cell) } else { cell.clone() };
            line.push_str(if column == 0 { " " } else { "  " });
            line.push_str(&cell);
            line.push_str(&" ".repeat(fill));
        }
        terminal.line(&line);
        if let Some(below) = &row.below {
            wrapped(below).iter().for_each(|line| terminal.line(line));
        }
    }
}

/// A list behind its word, in lines of at most 80 characters that stand under each other.
fn wrapped(list: &str) -> Vec<String> {
    let mut lines = vec![String::from("   ")];
    for word in list.split(' ') {
        let line = lines.last_mut().filter(|line| length(line) + 1 + length(word) <= WIDTH);
        match line {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(format!("          {word}")),
        }
    }
    lines
}

/// Names of parameters are ASCII, and so is all that is said of them.
fn length(cell: &str) -> usize {
    cell.chars().count()
}
