namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// The clinical trial that a data set is made for (PS3.3 C.7.1.3). Its attributes are written into every object; the
/// subject's identifier is the patient's pseudonym.
/// </summary>
/// <param name="Sponsor">Clinical Trial Sponsor Name.</param>
/// <param name="Protocol">Clinical Trial Protocol ID.</param>
/// <param name="ProtocolName">Clinical Trial Protocol Name; may be "".</param>
/// <param name="Site">Clinical Trial Site ID; may be "".</param>
/// <param name="SiteName">Clinical Trial Site Name; may be "".</param>
public sealed record ClinicalTrial(string Sponsor, string Protocol, string ProtocolName, string Site, string SiteName);
