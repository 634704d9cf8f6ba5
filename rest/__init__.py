"""What every REST route uses, of whatever face: operations, calls, authentication, forms, errors."""
