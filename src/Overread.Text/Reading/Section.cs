using Overread.Text.Documents;

namespace Overread.Text.Reading;

/// <summary>A part of a clinical note under a heading.</summary>
/// <param name="Name">The heading in lower case without its colon, such as <c>past medical history</c>; empty before the first heading.</param>
/// <param name="Heading">Where the heading stands; empty before the first.</param>
/// <param name="Body">What stands under it, up to the next heading, in code points.</param>
public sealed record Section(string Name, Fragment Heading, Fragment Body);
