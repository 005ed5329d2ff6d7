use chrono::NaiveDate;

use crate::record::{Certificate, CertificateState};

/// The certificate that stands against a second one: one valid certificate a person.
pub fn valid_certificate(certificates: &[Certificate], on: NaiveDate) -> Option<&Certificate> {
    certificates
        .iter()
        .rfind(|certificate| certificate.state(on) == CertificateState::Valid)
}
