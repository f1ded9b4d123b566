using Overread.Domain.Protocols;

namespace Overread.Domain.Models;

/// <summary>Decides what becomes of models and of what they suggest.</summary>
public static class ModelRules
{
    private const int LongestVersion = 64;
    private const int LongestEndpoint = 500;

    /// <summary>Somebody registers a version of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isKnown">True where the project has one of that name and version.</param>
    /// <param name="protocol">The published protocol; null before the first.</param>
    public static Decision Register(RegisteredModel model, bool isKnown, ProtocolBody? protocol)
    {
        if (!ProtocolCheck.IsId(model.Name))
        {
            return Wrong("A name has lower-case letters, digits, '-' and '_' and begins with a letter.", "name");
        }

        if (
            string.IsNullOrWhiteSpace(model.Version)
            || model.Version.Length > LongestVersion
            || model.Version.Any(c => c is <= ' ' or > '~')
        )
        {
            return Wrong($"A version has 1 to {LongestVersion} visible ASCII characters without spaces.", "version");
        }

        if (model.Sha256 is not { Length: 64 } || !model.Sha256.All(char.IsAsciiHexDigitLower))
        {
            return Wrong("A hash is SHA-256 as 64 lower-case hexadecimal digits.", "sha256");
        }

        if (model.Endpoint is { } endpoint && !IsAddress(endpoint))
        {
            return Wrong("An endpoint is an http or https address.", "endpoint");
        }

        if (model.Card.Fault() is { } fault)
        {
            return Decision.Refuse(fault);
        }

        if (protocol is not null && model.Card.Fields.FirstOrDefault(f => protocol.Field(f) is null) is { } unknown)
        {
            return Decision.Refuse(
                new("model.form", $"The protocol has no field {unknown}.")
                {
                    Where = "card.fields",
                    Next = $"The fields are: {string.Join(", ", protocol.Fields.Select(f => f.Id))}.",
                }
            );
        }

        return isKnown
            ? Decision.Refuse(
                new(
                    "model.known",
                    $"The project has {model.Name} {model.Version} already: a version never changes.",
                    RefusalKind.Conflict
                )
                {
                    Where = "version",
                    Next = "Register it under a version of its own.",
                }
            )
            : Decision.Accept(new ModelRegistered(model));
    }

    /// <summary>A person approves a model for a protocol version.</summary>
    public static Decision Approve(ModelStand stand, int protocolVersion, bool isPublished, string? reason) =>
        FreeText.Reason(reason) is { } missing ? Decision.Refuse(missing)
        : !isPublished
            ? Decision.Refuse(
                new("protocol.unknown", "There is no such protocol version.", RefusalKind.NotFound)
                {
                    Where = "protocolVersion",
                }
            )
        : stand.Retired ? Decision.Refuse(IsRetired(stand.Model))
        : stand.Approved.Contains(protocolVersion) ? Decision.Accept()
        : Decision.Accept(new ModelApproved(stand.Model.Id, protocolVersion, reason!.Trim()));

    /// <summary>A person takes a model out of use.</summary>
    public static Decision Retire(ModelStand stand, string? reason) =>
        FreeText.Reason(reason) is { } missing ? Decision.Refuse(missing)
        : stand.Retired ? Decision.Refuse(IsRetired(stand.Model))
        : Decision.Accept(new ModelRetired(stand.Model.Id, reason!.Trim()));

    /// <summary>Says why nothing is taken from a model under a protocol version; null where it is.</summary>
    public static string? Misfit(ModelStand stand, int protocolVersion) =>
        stand.Retired ? $"{stand.Model.Name} {stand.Model.Version} is retired."
        : !stand.Approved.Contains(protocolVersion)
            ? $"{stand.Model.Name} {stand.Model.Version} is not approved for protocol version {protocolVersion}."
        : null;

    private static bool IsAddress(string text) =>
        text.Length <= LongestEndpoint
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address.Scheme is ("http" or "https");

    private static Refusal IsRetired(RegisteredModel model) =>
        new("model.retired", $"{model.Name} {model.Version} is retired.", RefusalKind.Conflict)
        {
            Next = "Register and approve another version.",
        };

    private static Decision Wrong(string title, string where) =>
        Decision.Refuse(new("model.form", title) { Where = where, Next = "Correct it and send it again." });
}
