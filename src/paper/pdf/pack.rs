//! Streams are packed by libdeflate. It finds more than zlib does at its highest level, in two
//! thirds of the time, and what it writes does not depend on the processor: its search reads the
//! bytes in one order everywhere, while zlib's successors take whatever hash the machine is fast at.

use libdeflater::{CompressionLvl, Compressor};
use lopdf::{Dictionary, Object, Stream};

/// Of 1 to 12. The next one finds three percent more and takes three times as long.
const LEVEL: i32 = 9;
/// What the name of the filter takes; less is not worth a reader's while.
const FILTER: usize = 19;

/// Packs every stream that may be packed and is not yet.
pub(super) fn pack(file: &mut lopdf::Document) {
    // A level beyond what the library knows leaves its middle one.
    let mut packer = Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default());
    for object in file.objects.values_mut() {
        match object {
            Object::Stream(stream) if stream.allows_compression && plain(&stream.dict) => {
                pack_one(&mut packer, stream);
            }
            _ => {}
        }
    }
}

fn plain(dictionary: &Dictionary) -> bool {
    dictionary.get(b"Filter").is_err()
}

fn pack_one(packer: &mut Compressor, stream: &mut Stream) {
    let mut packed = vec![0; packer.zlib_compress_bound(stream.content.len())];
    // A stream that does not go into what the library asked for stays as it is.
    let Ok(length) = packer.zlib_compress(&stream.content, &mut packed) else {
        return;
    };
    packed.truncate(length);
    if length + FILTER < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_smaller_and_comes_out_as_it_was_and_little_is_left_alone() {
        let text = "0.45 G 0.4 w ".repeat(500).into_bytes();
        let mut file = lopdf::Document::new();
        let long = file.add_object(Stream::new(Dictionary::new(), text.clone()));
        let short = file.add_object(Stream::new(Dictionary::new(), b"0 g".to_vec()));
        let kept = Stream::new(Dictionary::new(), text.clone()).with_compression(false);
        let kept = file.add_object(kept);
        pack(&mut file);
        let stream = |id| file.get_object(id).and_then(Object::as_stream);
        let packed = stream(long).expect("a stream");
        assert!(packed.content.len() < 100, "{}", packed.content.len());
        assert_eq!(packed.decompressed_content().expect("packed"), text);
        for (id, content) in [(short, &b"0 g"[..]), (kept, &text)] {
            let stream = stream(id).expect("a stream");
            assert!(plain(&stream.dict) && stream.content == content);
        }
    }
}
