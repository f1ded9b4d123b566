using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities;

/// <summary>The modalities that composition has registered.</summary>
internal sealed class ModalityList(IReadOnlyList<IModality> all)
{
    /// <summary>First bytes of a file by which a modality knows its own.</summary>
    public const int HeadLength = 512;

    public IReadOnlyList<IModality> All => all;

    /// <summary>How the name of a file of a media type ends outside the store.</summary>
    public string Extension(string mediaType) =>
        all.Select(m => m.Extensions.GetValueOrDefault(mediaType)).FirstOrDefault(e => e is not null) ?? ".bin";

    /// <summary>Protocols to begin with, of all modalities.</summary>
    public IEnumerable<ProtocolTemplate> Templates => all.SelectMany(m => m.Templates);

    /// <summary>The modality of an entry or item.</summary>
    /// <param name="kind">See <see cref="IModality.Kinds"/>.</param>
    public IModality Of(string kind) =>
        all.FirstOrDefault(m => m.Kinds.Contains(kind))
        ?? throw new InvalidOperationException($"No modality knows entries of the kind {kind}.");

    /// <summary>The modality that takes a file; null where none does.</summary>
    public IModality? Taking(ReceivedFile file, ReadOnlySpan<byte> head)
    {
        IModality? best = null;
        Fit most = Fit.None;
        foreach (IModality modality in all)
        {
            Fit fit = modality.Fits(file, head);
            if (fit > most)
            {
                (best, most) = (modality, fit);
            }
        }

        return best;
    }
}
