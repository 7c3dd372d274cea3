using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using McpTenants.Audit.Json;

namespace Instance.Tests.Audit;

public sealed class CanonicalJsonTests
{
    // Values of RFC 8785, appendix B, as IEEE 754 bits.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Number_OfTheRfc_IsWrittenAsThere(ulong bits, string expected) => CanonicalNumber.Format(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(expected);

    [Fact]
    public void Object_OfTheRfc_IsWrittenAsThere() => Canonical(
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }
        """).ShouldBe(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""");

    [Fact]
    public void Members_AreInOrderOfTheirCodeUnits() =>
        Canonical("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""")
            .ShouldBe("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");

    [Fact]
    public void Number_AnyDouble_ReadsBackAsItself() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>(),
        value => !double.IsFinite(value) || double.Parse(CanonicalNumber.Format(value), System.Globalization.CultureInfo.InvariantCulture) == value)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Text_AnyString_ReadsBackAsItselfAndIsItsOwnCanonicalForm() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text =>
        {
            // Half surrogates are no text and never get past the protocol.
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            var canonical = CanonicalJson.Serialize(JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(valid)));
            var again = JsonElement.Parse(canonical);
            return again.GetString() == valid && CanonicalJson.Serialize(again).AsSpan().SequenceEqual(canonical);
        }).QuickCheckThrowOnFailure();

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonElement.Parse(json)));
}
