// Bouncy Castle's opinion of a time stamp. See tsp.sh for its use.

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.util.Arrays;
import java.util.Collection;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

public final class TspVerifier {
  private static void require(boolean holds, String otherwise) throws Exception {
    if (!holds) {
      throw new Exception(otherwise);
    }
  }

  public static void main(String[] a) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    try {
      switch (a[0]) {
        case "ask":
          ask(a[1], a[2], a[3]);
          break;
        case "verify":
          verify(a[1], a[2], a[3], a[4]);
          break;
        default:
          throw new Exception("unknown command " + a[0]);
      }
      System.out.println("accepted");
    } catch (Exception refusal) {
      System.out.println("refused: " + refusal);
      System.exit(1);
    }
  }

  private static byte[] read(String file) throws Exception {
    return Files.readAllBytes(Path.of(file));
  }

  private static void ask(String digestName, String message, String request) throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    String oid =
        digestName.equals("SM3") ? "1.2.156.10197.1.401" : "2.16.840.1.101.3.4.2.1";
    byte[] imprint = MessageDigest.getInstance(digestName, "BC").digest(read(message));
    TimeStampRequest made =
        generator.generate(new ASN1ObjectIdentifier(oid), imprint, BigInteger.valueOf(0x1234567890L));
    Files.write(Path.of(request), made.getEncoded());
  }

  private static void verify(String requestFile, String responseFile, String issuerFile, String message)
      throws Exception {
    TimeStampRequest request = new TimeStampRequest(read(requestFile));
    TimeStampResponse response = new TimeStampResponse(read(responseFile));
    response.validate(request); // status, imprint, nonce, policy, signing certificate attribute
    TimeStampToken token = response.getTimeStampToken();
    Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
    require(found.size() == 1, "the signer's certificate is not in the token");
    X509CertificateHolder signer = found.iterator().next();
    SignerInformationVerifier verifier =
        new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(signer);
    token.validate(verifier); // signature, certificate's digest, purpose, validity at that time
    X509CertificateHolder issuer = new X509CertificateHolder(read(issuerFile));
    require(
        signer.isSignatureValid(
            new JcaContentVerifierProviderBuilder().setProvider("BC").build(issuer)),
        "the signer's certificate is not of this authority");
    Extension purposes = signer.getExtension(Extension.extendedKeyUsage);
    require(
        purposes.isCritical()
            && Arrays.equals(
                ExtendedKeyUsage.getInstance(purposes.getParsedValue()).getUsages(),
                new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping}),
        "another purpose");
    String digest =
        token.getTimeStampInfo().getMessageImprintAlgOID().getId().equals("1.2.156.10197.1.401")
            ? "SM3"
            : "SHA-256";
    require(
        Arrays.equals(
            MessageDigest.getInstance(digest, "BC").digest(read(message)),
            token.getTimeStampInfo().getMessageImprintDigest()),
        "of another message");
    System.out.println(
        token.getTimeStampInfo().getGenTime() + " " + token.getTimeStampInfo().getSerialNumber());
  }
}
