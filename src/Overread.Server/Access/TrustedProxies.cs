using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Overread.Server.Access;

/// <summary>Takes the word of proxies in named networks for who asks, and whether by TLS; of nobody else.</summary>
internal static class TrustedProxies
{
    public static void Use(IApplicationBuilder app, IReadOnlyCollection<IPNetwork> networks)
    {
        if (networks.Count > 0)
        {
            ForwardedHeadersOptions forwarded = new()
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (IPNetwork network in networks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }

            app.UseForwardedHeaders(forwarded);
        }
    }
}
