//! A service that goes by the rules of another: renewing a certificate wants what issuing it wants.

use std::collections::BTreeMap;

use super::service_rules::ServiceRules;

/// Fills in what each service takes over from the one it is `like`. Its own values and papers come
/// first, its own requirements and documents after the other's.
///
/// # Errors
/// The code of a service that is like nothing, or like one that is itself like another.
pub(super) fn take_over(services: &mut BTreeMap<String, ServiceRules>) -> Result<(), String> {
    let whole = services.clone();
    for service in services.values_mut() {
        let Some(like) = &service.like else { continue };
        let other = whole.get(like).filter(|other| other.like.is_none());
        let other = other.ok_or_else(|| like.clone())?;
        service.validity = service.validity.or(other.validity);
        let pattern = service.number_pattern.take();
        service.number_pattern = pattern.or_else(|| other.number_pattern.clone());
        for (name, value) in &other.values {
            let own = service.values.entry(name.clone());
            own.or_insert_with(|| value.clone());
        }
        let own = std::mem::take(&mut service.requirements);
        service.requirements = [other.requirements.clone(), own].concat();
        let own = std::mem::take(&mut service.documents);
        service.documents = [other.documents.clone(), own].concat();
        service.papers.extend(other.papers.iter().cloned());
    }
    Ok(())
}
