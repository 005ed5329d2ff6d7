/// The unified characters of the Kangxi radicals U+2F00 to U+2FD5, in their order (Unicode
/// compatibility decompositions).
const UNIFIED: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕\
    大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日\
    曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行\
    衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音\
    頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The character a Kangxi radical stands for. Text copied from a PDF often holds the radical,
/// because the two share one glyph; other characters stay as they are.
pub(super) fn unified(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => UNIFIED.chars().nth(c as usize - 0x2F00).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_radical_and_one_between_are_mapped() {
        assert_eq!(UNIFIED.chars().count(), 214);
        assert_eq!(unified('\u{2F00}'), '一');
        assert_eq!(unified('\u{2F26}'), '子');
        assert_eq!(unified('\u{2FD5}'), '龠');
        assert_eq!(unified('李'), '李');
    }
}
