//! What makes the file one for the archive: PDF/A-2u, which is ISO 19005-2 at its level U.
//!
//! Fonts and pictures are embedded as they must be by the rest of the room; this adds what a file
//! says of itself: what standard it follows, in whose colours it is, and what is its heading.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::content::Part;
use super::{srgb, utf16};
use crate::paper::sheet::Document;

/// Adds metadata, output intent and structure; `parts` are the marked parts of each page.
pub(super) fn complete(file: &mut lopdf::Document, document: &Document, parts: &[Vec<Part>]) {
    let metadata = metadata(file, &document.title);
    let intent = output_intent(file);
    let structure = structure(file, document, parts);
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Metadata", metadata);
        catalog.set("OutputIntents", vec![intent]);
        catalog.set("StructTreeRoot", structure);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }
}

/// The packet that every archive looks for, so it is never compressed (ISO 19005-2, 6.6).
fn metadata(file: &mut lopdf::Document, title: &str) -> ObjectId {
    let title = escaped(title);
    let packet = format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\
         <pdf:Producer>Guitai</pdf:Producer>\
         <pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    );
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    file.add_object(Stream::new(kind, packet.into_bytes()).with_compression(false))
}

fn escaped(text: &str) -> String {
    let allowed = text.chars().filter(|c| !c.is_control());
    allowed.fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
        out
    })
}

/// Grey ink and photographs mean what they mean on an sRGB screen (6.2.3).
fn output_intent(file: &mut lopdf::Document) -> Object {
    let profile = Stream::new(dictionary! { "N" => 3 }, srgb::profile());
    let profile = file.add_object(profile);
    let name = || Object::string_literal("sRGB IEC61966-2.1");
    Object::Dictionary(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => name(),
        "Info" => name(),
        "DestOutputProfile" => profile,
    })
}

/// A tree of one document with a heading and the rest; a reader for the blind begins there.
fn structure(file: &mut lopdf::Document, document: &Document, parts: &[Vec<Part>]) -> ObjectId {
    let root = file.new_object_id();
    let whole = file.new_object_id();
    let pages: Vec<ObjectId> = file.page_iter().collect();
    let mut kids: Vec<Object> = Vec::new();
    let mut numbers: Vec<Object> = Vec::new();
    for ((page, parts), number) in pages.into_iter().zip(parts).zip(0_i64..) {
        let elements: Vec<Object> = parts
            .iter()
            .zip(0_i64..)
            .map(|(part, mark)| {
                let element = element(part, (whole, page), mark);
                Object::Reference(file.add_object(element))
            })
            .collect();
        numbers.extend([Object::Integer(number), Object::Array(elements.clone())]);
        kids.extend(elements);
        if let Ok(page) = file.get_dictionary_mut(page) {
            page.set("StructParents", number);
        }
    }
    let next = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => whole,
        "ParentTree" => dictionary! { "Nums" => numbers },
        "ParentTreeNextKey" => next,
    };
    let document = dictionary! {
        "Type" => "StructElem",
        "S" => "Document",
        "P" => root,
        "T" => utf16(&document.title),
        "K" => kids,
    };
    file.set_object(whole, document);
    file.set_object(root, tree);
    root
}

/// One part of a page: where it hangs, and by which mark its page knows it.
fn element(part: &Part, (whole, page): (ObjectId, ObjectId), mark: i64) -> Dictionary {
    let mut element = dictionary! {
        "Type" => "StructElem",
        "S" => part.tag(),
        "P" => whole,
        "Pg" => page,
        "K" => mark,
    };
    if let Part::Heading(words) = part {
        element.set("ActualText", utf16(words));
    }
    element
}
