using System.Security.Cryptography;
using System.Text;
using McpTenants.Api;

namespace Operator.Tests.Deprovision;

public sealed class DsseTests
{
    private const string Type = ErasureCertificate.PayloadType;

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("{\"tenant\":\"acme\"}");

    [Fact]
    public void Verify_SignedByOneOfTheKeys_GivesThePayload()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = DsseEnvelope.Read(Dsse.Sign(Type, Payload, key).ToString());

        Dsse.Verify(envelope, Type, [other, key]).ShouldBe(Payload);
        envelope.Signatures.Single().KeyId.ShouldBe(Dsse.KeyIdOf(key));
    }

    [Fact]
    public void Verify_ForeignKeyOtherTypeOrChangedPayload_VouchesForNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = Dsse.Sign(Type, Payload, key);

        Dsse.Verify(envelope, Type, [other]).ShouldBeNull();
        Dsse.Verify(envelope, "application/else", [key]).ShouldBeNull();
        Dsse.Verify(envelope with { PayloadType = "application/else" }, "application/else", [key]).ShouldBeNull();
        Dsse.Verify(envelope with { Payload = Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"tenant\":\"bcme\"}")) }, Type, [key]).ShouldBeNull();
        Dsse.Verify(envelope with { Signatures = [] }, Type, [key]).ShouldBeNull();
    }

    // The example of the specification (secure-systems-lab/dsse, protocol.md): lengths in bytes, one space between the fields.
    [Fact]
    public void Sign_IsOverThePreAuthenticationEncodingOfTheSpecification()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = Dsse.Sign("http://example.com/HelloWorld", Encoding.UTF8.GetBytes("hello world"), key);

        key.VerifyData(
            Encoding.UTF8.GetBytes("DSSEv1 29 http://example.com/HelloWorld 11 hello world"),
            Convert.FromBase64String(envelope.Signatures[0].Sig),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
    }
}
