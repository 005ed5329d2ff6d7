use super::{Binding, Context, Key, Word};

/// Shorthand for one line of the table; `hint` names it in the hint bar.
macro_rules! bind {
    ($context:ident, [$($key:expr),+], $word:expr, $label:literal) => {
        bind!($context, [$($key),+], $word, $label, false)
    };
    ($context:ident, [$($key:expr),+], $word:expr, $label:literal, hint) => {
        bind!($context, [$($key),+], $word, $label, true)
    };
    ($context:ident, [$($key:expr),+], $word:expr, $label:literal, $hint:literal) => {
        Binding {
            context: Context::$context,
            keys: &[$($key),+],
            word: $word,
            label: concat!("tui.key_", $label),
            hint: $hint,
        }
    };
}

use Key::{AnyDigit, AnyLetter, BackTab, Char, Ctrl, Enter, Esc, F, Tab};

/// Every key the program knows. F11 and F12 often belong to the terminal's window and Ctrl-C, S,
/// J, I, M, H to the terminal, so none of them carries a meaning of its own; every F-key has a
/// second key for terminals that keep F-keys to themselves.
pub const TABLE: &[Binding] = &[
    // Home: one box, one list.
    bind!(Home, [Enter], Word::Accept, "open", hint),
    bind!(Home, [Key::Down, Tab], Word::Down, "list_down"),
    bind!(Home, [Key::Up, BackTab], Word::Up, "list_up"),
    bind!(Home, [F(3), Ctrl('n')], Word::NewPerson, "new_person", hint),
    bind!(
        Home,
        [F(4), Ctrl('r')],
        Word::ResumeDraft,
        "resume_draft",
        hint
    ),
    bind!(Home, [F(6), Ctrl('y')], Word::DayList, "day_list", hint),
    bind!(Home, [F(9), Ctrl('d')], Word::DropDraft, "drop_draft"),
    bind!(Home, [F(7), Ctrl('k')], Word::OpenStock, "open_stock", hint),
    bind!(Home, [F(2), Ctrl('o')], Word::OpenBlanks, "open_blanks"),
    bind!(Home, [F(5), Ctrl('p')], Word::PrintLast, "print_last"),
    bind!(Home, [Ctrl('b')], Word::OpenReports, "open_reports"),
    bind!(Home, [Ctrl('f')], Word::VerifyCode, "verify_code"),
    bind!(Home, [Ctrl('a')], Word::OpenAudit, "open_audit"),
    bind!(Home, [Esc], Word::Back, "clear_box"),
    bind!(
        Home,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // Person page.
    bind!(Person, [AnyDigit], Word::Pick(1), "start_service", hint),
    bind!(Person, [AnyLetter], Word::Letter('a'), "start_change", hint),
    bind!(Person, [Enter], Word::Accept, "open_line", hint),
    bind!(Person, [Tab], Word::Next, "next_section", hint),
    bind!(Person, [BackTab], Word::Previous, "section_before"),
    bind!(Person, [Key::Down], Word::Down, "next_line"),
    bind!(Person, [Key::Up], Word::Up, "line_before"),
    bind!(Person, [F(7), Ctrl('k')], Word::Ties, "ties"),
    bind!(Person, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Person, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Person, [Esc], Word::Back, "back", hint),
    bind!(
        Person,
        [Char('/'), Char('、')],
        Word::NextCustomer,
        "search"
    ),
    bind!(
        Person,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // What is on record under a number.
    bind!(Record, [AnyDigit], Word::Pick(1), "print_paper", hint),
    bind!(Record, [F(5), Ctrl('p')], Word::Print, "print", hint),
    bind!(Record, [F(4), Ctrl('e')], Word::Preview, "preview", hint),
    bind!(Record, [Enter], Word::Accept, "open_line", hint),
    bind!(Record, [Tab], Word::Next, "next_section"),
    bind!(Record, [BackTab], Word::Previous, "section_before"),
    bind!(Record, [Key::Down], Word::Down, "next_line", hint),
    bind!(Record, [Key::Up], Word::Up, "line_before"),
    bind!(Record, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Record, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Record, [Esc], Word::Back, "back", hint),
    bind!(
        Record,
        [Char('/'), Char('、')],
        Word::NextCustomer,
        "search"
    ),
    bind!(
        Record,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The ledger list.
    bind!(Day, [Enter], Word::Accept, "open_line", hint),
    bind!(Day, [Key::Right], Word::Right, "later"),
    bind!(Day, [Key::Left], Word::Left, "earlier", hint),
    bind!(Day, [F(6), Ctrl('y')], Word::Period, "period", hint),
    bind!(Day, [F(2), Ctrl('o')], Word::Submit, "print_list", hint),
    bind!(Day, [F(7), Ctrl('n')], Word::Export, "export_list", hint),
    bind!(Day, [Key::Down, Tab], Word::Down, "next_line"),
    bind!(Day, [Key::Up, BackTab], Word::Up, "line_before"),
    bind!(Day, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Day, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Day, [Esc], Word::Back, "back", hint),
    bind!(
        Day,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The reports of a month.
    bind!(Reports, [AnyDigit], Word::Pick(1), "choose_report", hint),
    bind!(Reports, [Key::Right], Word::Right, "later"),
    bind!(Reports, [Key::Left], Word::Left, "earlier", hint),
    bind!(Reports, [Enter], Word::Accept, "open_line", hint),
    bind!(Reports, [F(2), Ctrl('o')], Word::Submit, "print_list", hint),
    bind!(
        Reports,
        [F(7), Ctrl('n')],
        Word::ConfirmReport,
        "confirm_report",
        hint
    ),
    bind!(Reports, [Tab], Word::Next, "next_report"),
    bind!(Reports, [Key::Down], Word::Down, "next_line"),
    bind!(Reports, [Key::Up], Word::Up, "line_before"),
    bind!(Reports, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Reports, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Reports, [Esc], Word::Back, "back", hint),
    bind!(
        Reports,
        [Char('/'), Char('、')],
        Word::NextCustomer,
        "search"
    ),
    bind!(
        Reports,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The code of a certificate.
    bind!(Verify, [Enter], Word::Accept, "check_code", hint),
    bind!(
        Verify,
        [F(2), Ctrl('o')],
        Word::Submit,
        "register_code",
        hint
    ),
    bind!(Verify, [Esc], Word::Back, "back", hint),
    bind!(Verify, [F(1), Ctrl('g')], Word::Help, "help", hint),
    bind!(VerifyAlone, [Enter], Word::Accept, "check_code", hint),
    bind!(VerifyAlone, [Esc], Word::Back, "back", hint),
    bind!(VerifyAlone, [F(1), Ctrl('g')], Word::Help, "help", hint),
    // Fields that are answered by a digit.
    bind!(Choice, [AnyDigit], Word::Pick(1), "choose", hint),
    bind!(Choice, [Key::Right], Word::Right, "next_option"),
    bind!(Choice, [Key::Left], Word::Left, "previous_option"),
    bind!(
        Choice,
        [Key::Backspace, Key::Delete, Ctrl('u')],
        Word::EraseLine,
        "erase_answer"
    ),
    bind!(Choice, [Char('?'), Char('？')], Word::Help, "help"),
    // Suggestions below a field.
    bind!(Suggestions, [AnyDigit], Word::Pick(1), "pick", hint),
    bind!(Suggestions, [Key::Down], Word::Down, "next_suggestion"),
    bind!(Suggestions, [Key::Up], Word::Up, "previous_suggestion"),
    // Lists of rows and the checklist.
    bind!(Rows, [F(7), Ctrl('n')], Word::AddRow, "add_row", hint),
    bind!(Rows, [F(9), Ctrl('d')], Word::RemoveRow, "remove_row"),
    bind!(
        Documents,
        [F(6), Ctrl('a')],
        Word::AllSeen,
        "all_seen",
        hint
    ),
    // A rule says no.
    bind!(
        Refused,
        [F(5), Ctrl('p')],
        Word::PrintNotice,
        "print_notice",
        hint
    ),
    bind!(KeepsNothing, [Esc], Word::Back, "leave_nothing", hint),
    // The wizard.
    bind!(Wizard, [Enter], Word::Accept, "accept", hint),
    bind!(Wizard, [F(2), Ctrl('o')], Word::Submit, "check", hint),
    bind!(Wizard, [Esc], Word::Back, "leave", hint),
    bind!(Wizard, [Tab, Key::Down], Word::Next, "next_field"),
    bind!(Wizard, [BackTab, Key::Up], Word::Previous, "previous_field"),
    bind!(Wizard, [Key::PageDown], Word::PageDown, "next_step"),
    bind!(Wizard, [Key::PageUp], Word::PageUp, "previous_step"),
    bind!(Wizard, [F(1), Ctrl('g')], Word::Help, "help", hint),
    bind!(Wizard, [Ctrl('z')], Word::Undo, "undo", hint),
    // Where there is nothing to add, remove or tick off, these say so.
    bind!(Wizard, [F(6), Ctrl('a')], Word::AllSeen, "all_seen"),
    bind!(Wizard, [F(7), Ctrl('n')], Word::AddRow, "add_row"),
    bind!(Wizard, [F(9), Ctrl('d')], Word::RemoveRow, "remove_row"),
    // Other numbers of a person, and the people she has to do with.
    bind!(Ties, [AnyDigit], Word::Pick(1), "choose", hint),
    bind!(Ties, [Key::Down], Word::Down, "scroll_down"),
    bind!(Ties, [Key::Up], Word::Up, "scroll_up"),
    bind!(Ties, [Esc], Word::Back, "back", hint),
    bind!(Ties, [Char('/'), Char('、')], Word::NextCustomer, "search"),
    bind!(
        Ties,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // A question about who somebody is.
    bind!(Asking, [AnyDigit], Word::Pick(1), "choose", hint),
    bind!(Asking, [Key::Down], Word::Down, "scroll_down"),
    bind!(Asking, [Key::Up], Word::Up, "scroll_up"),
    bind!(Asking, [Esc], Word::Back, "leave_open", hint),
    bind!(
        Asking,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The review page.
    bind!(Review, [Enter], Word::Accept, "issue", hint),
    bind!(Review, [F(4), Ctrl('e')], Word::Preview, "preview", hint),
    bind!(Review, [F(2), Ctrl('o')], Word::Submit, "already_checked"),
    bind!(Review, [F(9), Ctrl('d')], Word::LeaveToPen, "leave_to_pen"),
    bind!(Review, [Key::Down, Tab], Word::Down, "scroll_down"),
    bind!(Review, [Key::Up, BackTab], Word::Up, "scroll_up"),
    bind!(Review, [Key::PageDown], Word::PageDown, "page_down", hint),
    bind!(Review, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Review, [Esc], Word::Back, "back_to_fields", hint),
    bind!(
        Review,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The papers as they will be.
    bind!(
        Preview,
        [Key::PageDown, Char(' ')],
        Word::PageDown,
        "page_down",
        hint
    ),
    bind!(Preview, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(
        Preview,
        [Char('+'), Char('='), Char('＋')],
        Word::ZoomIn,
        "zoom_in",
        hint
    ),
    bind!(
        Preview,
        [Char('-'), Char('－')],
        Word::ZoomOut,
        "zoom_out",
        hint
    ),
    bind!(Preview, [Tab], Word::Next, "next_sheet", hint),
    bind!(Preview, [BackTab], Word::Previous, "sheet_before"),
    bind!(
        Preview,
        [F(4), Char('v')],
        Word::OtherLook,
        "other_look",
        hint
    ),
    bind!(Preview, [Key::Down], Word::Down, "scroll_down"),
    bind!(Preview, [Key::Up], Word::Up, "scroll_up"),
    bind!(Preview, [Key::Right], Word::Right, "scroll_right"),
    bind!(Preview, [Key::Left], Word::Left, "scroll_left"),
    bind!(Preview, [Esc], Word::Back, "back", hint),
    bind!(
        Preview,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // What came of it.
    bind!(
        Result,
        [Enter, F(8), Ctrl('t'), Esc],
        Word::NextCustomer,
        "next_customer",
        hint
    ),
    bind!(Result, [F(5), Ctrl('p')], Word::Print, "print", hint),
    bind!(
        Result,
        [Char('/'), Char('、')],
        Word::NextCustomer,
        "search"
    ),
    bind!(Result, [Key::Down], Word::Down, "scroll_down"),
    bind!(Result, [Key::Up], Word::Up, "scroll_up"),
    bind!(
        Result,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // Papers on their way out of the printer.
    bind!(
        PrintAsked,
        [Enter, Char('1'), Char('y'), Char('是')],
        Word::Accept,
        "came_out",
        hint
    ),
    bind!(
        PrintAsked,
        [Char('2'), Char('n'), Char('否')],
        Word::Pick(2),
        "print_again",
        hint
    ),
    bind!(PrintAsked, [AnyDigit], Word::Pick(3), "blank_spoilt"),
    bind!(
        Printing,
        [Enter, F(5), Ctrl('p')],
        Word::Accept,
        "print",
        hint
    ),
    bind!(Printing, [Key::Down, Tab], Word::Down, "next_line", hint),
    bind!(Printing, [Key::Up, BackTab], Word::Up, "line_before"),
    bind!(Printing, [Esc], Word::Back, "back", hint),
    bind!(Printing, [F(1), Ctrl('g')], Word::Help, "help", hint),
    bind!(
        PrintOnto,
        [Enter, F(5), Ctrl('p')],
        Word::Accept,
        "print_onto",
        hint
    ),
    // The book of blanks.
    bind!(Blanks, [Enter], Word::Accept, "receive_blanks", hint),
    bind!(Blanks, [AnyDigit], Word::Pick(1), "move_stock", hint),
    bind!(Blanks, [Key::Down, Tab], Word::Down, "list_down", hint),
    bind!(Blanks, [Key::Up, BackTab], Word::Up, "list_up"),
    bind!(Blanks, [Esc], Word::Back, "back", hint),
    bind!(
        Blanks,
        [Char('/'), Char('、')],
        Word::NextCustomer,
        "search"
    ),
    bind!(
        Blanks,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // The store of supplies.
    bind!(Stock, [Enter], Word::Accept, "hand_out", hint),
    bind!(Stock, [AnyDigit], Word::Pick(1), "move_stock", hint),
    bind!(Stock, [Key::Down, Tab], Word::Down, "list_down", hint),
    bind!(Stock, [Key::Up, BackTab], Word::Up, "list_up"),
    bind!(Stock, [Esc], Word::Back, "back", hint),
    bind!(Stock, [Char('/'), Char('、')], Word::NextCustomer, "search"),
    bind!(
        Stock,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    bind!(StockEntry, [Enter], Word::Accept, "accept", hint),
    bind!(StockEntry, [Tab, Key::Down], Word::Next, "next_field", hint),
    bind!(
        StockEntry,
        [BackTab, Key::Up],
        Word::Previous,
        "previous_field"
    ),
    bind!(StockEntry, [Esc], Word::Back, "leave", hint),
    bind!(StockEntry, [F(1), Ctrl('g')], Word::Help, "help", hint),
    bind!(StockReady, [Enter], Word::Accept, "agree", hint),
    bind!(StockReady, [Esc], Word::Back, "back_to_fields", hint),
    bind!(
        StockReady,
        [F(1), Char('?'), Char('？'), Ctrl('g')],
        Word::Help,
        "help",
        hint
    ),
    // Pages laid over the screen.
    bind!(
        Guide,
        [Enter, Char(' '), Key::Right, Key::PageDown],
        Word::Next,
        "guide_next",
        hint
    ),
    bind!(
        Guide,
        [Key::Left, Key::PageUp, Key::Backspace],
        Word::Previous,
        "guide_previous"
    ),
    bind!(Guide, [Esc], Word::Back, "close", hint),
    bind!(
        Overlay,
        [Esc, Enter, F(1), Char('q')],
        Word::Back,
        "close",
        hint
    ),
    bind!(
        Overlay,
        [Key::Down, Char(' ')],
        Word::Down,
        "scroll_down",
        hint
    ),
    bind!(Overlay, [Key::Up], Word::Up, "scroll_up"),
    bind!(Overlay, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Overlay, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Overlay, [Char('g')], Word::Guide, "guide"),
    // A line of text.
    bind!(Line, [Key::Left], Word::Left, "caret_left"),
    bind!(Line, [Key::Right], Word::Right, "caret_right"),
    bind!(Line, [Key::Home], Word::LineStart, "line_start"),
    bind!(Line, [Key::End, Ctrl('e')], Word::LineEnd, "line_end"),
    bind!(
        Line,
        [Key::Backspace, Ctrl('h')],
        Word::EraseLeft,
        "erase_left"
    ),
    bind!(Line, [Key::Delete], Word::EraseRight, "erase_right"),
    bind!(Line, [Ctrl('w')], Word::EraseWordLeft, "erase_word"),
    bind!(Line, [Ctrl('u')], Word::EraseLine, "erase_line"),
    // Nobody is signed in.
    bind!(SignIn, [Enter], Word::Accept, "sign_in", hint),
    bind!(SignIn, [Tab, Key::Down], Word::Next, "sign_in_other"),
    bind!(SignIn, [BackTab, Key::Up], Word::Previous, "sign_in_other"),
    bind!(SignIn, [Esc], Word::Back, "clear_box"),
    // What the staff did on a day.
    bind!(Audit, [Key::Left], Word::Left, "earlier", hint),
    bind!(Audit, [Key::Right], Word::Right, "later", hint),
    bind!(Audit, [Key::Down, Tab], Word::Down, "next_line", hint),
    bind!(Audit, [Key::Up, BackTab], Word::Up, "line_before"),
    bind!(Audit, [Key::PageDown], Word::PageDown, "page_down"),
    bind!(Audit, [Key::PageUp], Word::PageUp, "page_up"),
    bind!(Audit, [Esc], Word::Back, "back", hint),
    // Another member signs in beside whoever is.
    bind!(Second, [Enter], Word::Accept, "second_agree", hint),
    bind!(Second, [Tab, Key::Down], Word::Next, "second_next", hint),
    bind!(
        Second,
        [BackTab, Key::Up],
        Word::Previous,
        "second_previous"
    ),
    bind!(Second, [Esc], Word::Back, "second_not", hint),
    // Everywhere. Ctrl-4 and Ctrl-\ are one byte on most terminals.
    bind!(Everywhere, [F(1), Ctrl('g')], Word::Help, "help"),
    bind!(Everywhere, [F(5), Ctrl('l')], Word::Redraw, "redraw"),
    bind!(
        Everywhere,
        [F(8), Ctrl('t')],
        Word::NextCustomer,
        "next_customer"
    ),
    bind!(Everywhere, [F(12), Ctrl('4')], Word::Lock, "lock"),
    bind!(Everywhere, [F(10), Ctrl('x')], Word::Quit, "quit", hint),
    bind!(
        Everywhere,
        [Ctrl('c'), Ctrl('q')],
        Word::HowToQuit,
        "how_to_quit"
    ),
];
