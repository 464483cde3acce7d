;; Follows one JSON value to its end, sixteen bytes at a time. `npm run wasm` assembles it into scan-code.ts.
;;
;; scan(at, end, watch) goes on from `at` with `depth` and `inString` as they stand, and returns where it stopped. `why` says what
;; stopped it: 0 the bytes ended (one past `end` where an escape is cut in two), 1 the value has ended, 2 with `watch`: a bracket
;; that opens at depth two, itself included. Sixteen bytes behind `end` may be read, and mean nothing.
(module
  (memory (export "memory") 5)
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (global $inString (export "inString") (mut i32) (i32.const 0))
  (global $why (export "why") (mut i32) (i32.const 0))

  (func (export "scan") (param $at i32) (param $end i32) (param $watch i32) (result i32)
    (local $bytes v128) (local $found i32) (local $byte i32) (local $level i32) (local $string i32)
    (local.set $level (global.get $depth))
    (local.set $string (global.get $inString))
    (global.set $why (i32.const 0))
    (block $stop
      (loop $next
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $bytes (v128.load align=1 (local.get $at)))
        (if (local.get $string)
          (then
            ;; quote or backslash
            (local.set $found
              (i8x16.bitmask
                (v128.or
                  (i8x16.eq (local.get $bytes) (v128.const i8x16 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34))
                  (i8x16.eq (local.get $bytes) (v128.const i8x16 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92)))))
            (if (i32.eqz (local.get $found))
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 16)))
                (br_if $next (i32.lt_u (local.get $at) (local.get $end)))
                (local.set $at (local.get $end))
                (br $stop)))
            (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $found))))
            (if (i32.ge_u (local.get $at) (local.get $end))
              (then
                (local.set $at (local.get $end))
                (br $stop)))
            (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 92))
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 2)))
                (br $next)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $string (i32.const 0))
            (br_if $next (local.get $level))
            (global.set $why (i32.const 1))
            (br $stop))
          (else
            ;; quote, or one of the four brackets (and Y, y, _ and DEL, which JSON has only inside strings)
            (local.set $found
              (i8x16.bitmask
                (v128.or
                  (i8x16.eq (local.get $bytes) (v128.const i8x16 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34))
                  (i8x16.eq
                    (v128.and
                      (v128.or (local.get $bytes) (v128.const i8x16 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32))
                      (v128.const i8x16 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7 -7))
                    (v128.const i8x16 121 121 121 121 121 121 121 121 121 121 121 121 121 121 121 121)))))
            (if (i32.eqz (local.get $found))
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 16)))
                (br_if $next (i32.lt_u (local.get $at) (local.get $end)))
                (local.set $at (local.get $end))
                (br $stop)))
            (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $found))))
            (if (i32.ge_u (local.get $at) (local.get $end))
              (then
                (local.set $at (local.get $end))
                (br $stop)))
            (local.set $byte (i32.load8_u (local.get $at)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.eq (local.get $byte) (i32.const 34))
              (then
                (local.set $string (i32.const 1))
                (br $next)))
            (if (i32.eq (i32.or (local.get $byte) (i32.const 32)) (i32.const 123))
              (then
                (local.set $level (i32.add (local.get $level) (i32.const 1)))
                (br_if $next (i32.ne (local.get $level) (i32.const 2)))
                (br_if $next (i32.eqz (local.get $watch)))
                (br_if $next (i32.ne (local.get $byte) (i32.const 91)))
                (global.set $why (i32.const 2))
                (br $stop)))
            (br_if $next (i32.ne (i32.or (local.get $byte) (i32.const 32)) (i32.const 125)))
            (local.set $level (i32.sub (local.get $level) (i32.const 1)))
            (br_if $next (i32.gt_s (local.get $level) (i32.const 0)))
            (global.set $why (i32.const 1))
            (br $stop)))))
    (global.set $depth (local.get $level))
    (global.set $inString (local.get $string))
    (local.get $at)))
