using System.Net;

namespace Overread.Deidentification.Phi;

/// <summary>E-mail and web addresses, addresses of networks and devices, names in social networks.</summary>
internal sealed class ContactRules(PhiText text, PhiHits hits)
{
    private static readonly string[] Schemes = ["http://", "https://", "ftp://", "www."];

    private static readonly string[] Domains =
    [
        ".com",
        ".org",
        ".net",
        ".edu",
        ".gov",
        ".info",
        ".health",
        ".de",
        ".es",
        ".uk",
        ".ch",
        ".at",
        ".io",
    ];

    internal void Find()
    {
        string all = text.Text;
        for (int at = all.IndexOf('@'); at >= 0; at = at + 1 < all.Length ? all.IndexOf('@', at + 1) : -1)
        {
            Mail(all, at);
        }

        foreach (string scheme in Schemes)
        {
            for (
                int at = all.IndexOf(scheme, StringComparison.OrdinalIgnoreCase);
                at >= 0;
                at = all.IndexOf(scheme, at + scheme.Length, StringComparison.OrdinalIgnoreCase)
            )
            {
                int end = Web(all, at);
                if (end > at + scheme.Length + 2)
                {
                    hits.AddCharacters(at, end, PhiType.Url, "web-address", 0.99);
                }
            }
        }

        for (int i = 0; i < text.Count; i++)
        {
            if (text[i].Kind == TokenKind.Number && !text.IsGlued(i))
            {
                Network(i);
            }
            else if (text.IsSign(i, '.') && text.IsGlued(i) && text.IsGlued(i + 1) && !hits.IsTaken(i))
            {
                Domain(all, i);
            }
        }
    }

    private void Mail(string all, int at)
    {
        int start = at;
        while (start > 0 && (char.IsLetterOrDigit(all[start - 1]) || all[start - 1] is '.' or '_' or '%' or '+' or '-'))
        {
            start--;
        }

        int end = at + 1;
        while (end < all.Length && (char.IsLetterOrDigit(all[end]) || all[end] is '.' or '-' or '_'))
        {
            end++;
        }

        while (end > at + 1 && all[end - 1] is '.' or '-' or '_')
        {
            end--;
        }

        bool domain = all.AsSpan(at, end - at).Contains('.');
        if (start < at && domain)
        {
            hits.AddCharacters(start, end, PhiType.Email, "e-mail", 0.99);
        }
        else if (start == at && end > at + 3 && !char.IsDigit(all[at + 1]))
        {
            hits.AddCharacters(at, end, PhiType.OtherId, "handle", 0.8);
        }
        else if (start < at && end > at + 2)
        {
            hits.AddCharacters(start, end, PhiType.Email, "e-mail", 0.6);
        }
    }

    private static int Web(string all, int at)
    {
        int end = at;
        while (end < all.Length && !char.IsWhiteSpace(all[end]) && all[end] is not ('<' or '>' or '"' or '|'))
        {
            end++;
        }

        while (end > at && all[end - 1] is '.' or ',' or ';' or ':' or ')' or ']' or '\'' or '!' or '?')
        {
            end--;
        }

        return end;
    }

    /// <summary>"portal.lakeside.org/visit": a domain without a scheme.</summary>
    private void Domain(string all, int stop)
    {
        int from = stop;
        while (
            from > 0 && text.IsGlued(from) && (text[from - 1].Kind != TokenKind.Sign || text.IsSignOf(from - 1, ".-"))
        )
        {
            from--;
        }

        int start = text[from].Start;
        int end = Web(all, start);
        int slash = all.AsSpan(start, end - start).IndexOf('/');
        ReadOnlySpan<char> host = all.AsSpan(start, slash < 0 ? end - start : slash);
        foreach (string domain in Domains)
        {
            if (
                host.Length > domain.Length + 1
                && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
                && (domain.Length > 3 || slash > 0)
            )
            {
                hits.AddCharacters(start, end, PhiType.Url, "domain", 0.85);
                return;
            }
        }
    }

    private void Network(int i)
    {
        int end = i + 1;
        while (text.IsGlued(end) && (text[end].Kind != TokenKind.Sign || text.IsSignOf(end, ".:")))
        {
            end++;
        }

        while (end > i && text[end - 1].Kind == TokenKind.Sign)
        {
            end--;
        }

        ReadOnlySpan<char> chunk = text.Text.AsSpan(text[i].Start, text[end - 1].End - text[i].Start);
        int dots = chunk.Count('.');
        int colons = chunk.Count(':');
        if (dots == 3 && colons == 0 && end - i == 7 && IPAddress.TryParse(chunk, out _))
        {
            hits.Add(i, end, PhiType.Ip, "network-address", 0.9);
        }
        else if (colons == 5 && chunk.Length == 17)
        {
            hits.Add(i, end, PhiType.Device, "hardware-address", 0.9);
        }
        else if (
            colons is > 2 and < 8
            && dots == 0
            && chunk.ContainsAnyInRange('a', 'f')
            && IPAddress.TryParse(chunk, out _)
        )
        {
            hits.Add(i, end, PhiType.Ip, "network-address", 0.9);
        }
    }
}
