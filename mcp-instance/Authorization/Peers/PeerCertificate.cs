using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Authorization.Peers;

/// <summary>Reads whom a certificate names. Whether to believe it is the chain's business.</summary>
public static class PeerCertificate
{
    private const string AlternativeNames = "2.5.29.17";

    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>The one URI among the subject alternative names; null when there is none, or more than one: two identities are none.</summary>
    public static string? NameOf(X509Certificate2 certificate)
    {
        string? name = null;
        try
        {
            foreach (var extension in certificate.Extensions)
            {
                if (extension.Oid?.Value != AlternativeNames)
                    continue;
                var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (names.HasData)
                {
                    if (!names.PeekTag().HasSameClassAndValue(Uri))
                        names.ReadEncodedValue();
                    else if (name is not null)
                        return null;
                    else
                        name = names.ReadCharacterString(UniversalTagNumber.IA5String, Uri);
                }
            }
        }
        catch (AsnContentException)
        {
            return null;
        }
        return name;
    }
}
