using Overread.Deidentification.Dates;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Dicom.Deidentify;

/// <summary>Who an object is about: the pseudonym and the date offset, both derived from the source's identifiers.</summary>
internal sealed record Subject(string Pseudonym, DateOffset Offset)
{
    internal static Subject Of(
        Dataset dataset,
        ProjectKey key,
        PatientPseudonyms patients,
        UidPseudonyms uids,
        PatientResolution? who
    )
    {
        string id = (dataset.GetText(Tags.PatientId) ?? "").Trim();
        string issuer = (dataset.GetText(Tags.IssuerOfPatientId) ?? "").Trim();
        if (patients.IsOwn(id))
        {
            // Our own output: its dates have moved already.
            return new Subject(id, new DateOffset(0));
        }

        if (who is not null)
        {
            PatientSighting said = PatientSightings.Of(dataset);
            if (who.ReplacementOf(said.Patient, said.Study) is { } seed)
            {
                return new Subject(
                    patients.Replace(seed.Id, seed.Issuer),
                    DateOffset.For(key, seed.Issuer + "\u0000" + seed.Id)
                );
            }
        }

        if (id.Length == 0)
        {
            id = Fallback(dataset, uids, out bool own);
            issuer = "";
            if (id.Length == 0)
            {
                // Nothing names anybody: only our own marks tell that the dates have moved already.
                bool moved =
                    dataset.GetText(Tags.LongitudinalTemporalInformationModified) == "MODIFIED"
                    && dataset.GetText(Tags.DeidentificationMethod)?.StartsWith("OVERREAD ", StringComparison.Ordinal)
                        == true;
                return new Subject("", moved ? new DateOffset(0) : DateOffset.For(key, "unknown"));
            }

            if (own)
            {
                return new Subject(patients.Replace(id), new DateOffset(0));
            }
        }

        return new Subject(patients.Replace(id, issuer), DateOffset.For(key, issuer + "\u0000" + id));
    }

    /// <summary>Without an ID: name and birth date; without a name the study, so that at least its objects agree.</summary>
    private static string Fallback(Dataset dataset, UidPseudonyms uids, out bool own)
    {
        own = false;
        string name = (dataset.GetText(Tags.PatientName) ?? "").Trim();
        if (name.Length > 0)
        {
            return "name\u0000" + name + "\u0000" + dataset.GetText(Tags.PatientBirthDate);
        }

        string study = dataset.GetText(Tags.StudyInstanceUid) ?? "";
        own = uids.IsOwn(study);
        return study.Length == 0 ? "" : "study\u0000" + uids.Replace(study);
    }
}
