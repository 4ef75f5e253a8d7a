"""What the centre signs about careers: dossiers and certificates, as documents that anybody can check later."""
